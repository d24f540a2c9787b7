package import Telemetry

/// What a service says of itself in `target_info`: the resource of OpenTelemetry.
package struct ServiceDescription: Hashable, Sendable {
  /// Its versions, ascending; hostile until drawn, as is the rest.
  package private(set) var versions: [String] = []
  /// Its environments, ascending.
  package private(set) var environments: [String] = []
  /// Its hosts, ascending.
  package private(set) var hosts: [String] = []

  /// The metric.
  package static let metric = "target_info"

  private static let versionLabels = ["service_version", "service.version"]
  private static let environmentLabels = [
    "deployment_environment_name", "deployment_environment", "deployment.environment.name",
    "deployment.environment",
  ]
  private static let hostLabels = ["host_name", "host.name", "k8s_node_name", "k8s.node.name"]

  /// Asks for those of all services at once.
  ///
  /// - Parameters:
  ///   - context: Matchers.
  ///   - isDotted: Whether the server keeps names as OpenTelemetry has them.
  /// - Returns: PromQL.
  package static func expression(_ context: QueryContext, isDotted: Bool) -> String {
    let names = (versionLabels + environmentLabels + hostLabels).filter {
      isDotted || !$0.contains(".")
    }
    let labels = ["job"] + ServicePlace.labels + names
    return context.aggregated("count", context.gauge(metric), by: labels)
  }

  /// The descriptions in an answer.
  package static func all(_ vector: [VectorSample]) -> [Key: ServiceDescription] {
    var found: [Key: ServiceDescription] = [:]
    for sample in vector {
      guard let job = sample.labels["job"] else { continue }
      func value(_ names: [String]) -> String? { names.lazy.compactMap { sample.labels[$0] }.first }
      // A job is the namespace and the name of a service, of which its series may have the name alone.
      let name = job.split(separator: "/").last.map(String.init) ?? job
      for place in Set([ServicePlace(sample.labels), ServicePlace()]) {
        for key in [Key(name: job, isJob: true, place: place), Key(name: name, place: place)] {
          found[key, default: ServiceDescription()].add(
            value(versionLabels),
            value(environmentLabels),
            value(hostLabels)
          )
        }
      }
    }
    return found
  }

  /// Names what is described.
  package struct Key: Hashable, Sendable {
    var name: String
    var isJob = false
    var place: ServicePlace
  }

  /// The description of a service; `nil` where it says nothing of itself.
  package static func find(
    _ service: FoundService,
    in descriptions: [Key: ServiceDescription]
  ) -> ServiceDescription? {
    let isJob = service.id.label == "job"
    return [service.place, ServicePlace()].lazy.compactMap {
      descriptions[Key(name: service.id.value, isJob: isJob, place: $0)]
    }.first
  }

  private mutating func add(_ version: String?, _ environment: String?, _ host: String?) {
    Self.insert(version, into: &versions)
    Self.insert(environment, into: &environments)
    Self.insert(host, into: &hosts)
  }

  private static func insert(_ word: String?, into words: inout [String]) {
    guard let word, !word.isEmpty else { return }
    let index = words.firstIndex { $0 >= word } ?? words.endIndex
    guard index == words.endIndex || words[index] != word else { return }
    words.insert(word, at: index)
  }

  /// The parts in words, the most important first; those that are unknown are left out.
  package var words: [String] {
    func word(_ singular: String, _ values: [String]) -> String? {
      switch values.count {
      case 0: nil
      case 1: "\(singular) \(values[0])"
      case 2: "\(singular)s \(values[0]), \(values[1])"
      default: "\(values.count) \(singular)s"
      }
    }
    return [word("version", versions), word("environment", environments), word("host", hosts)]
      .compactMap { $0 }
  }
}
