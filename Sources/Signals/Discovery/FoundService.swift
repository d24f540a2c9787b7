package import Telemetry

/// Names a service: a value of the label that its profile names, and where several have the name, what
/// tells them apart.
package struct ServiceID: Hashable, Sendable, Comparable {
  /// The label, such as `job`.
  package var label: String
  /// Its value; hostile until drawn.
  package var value: String
  /// The cluster, empty for none; `nil` where no other of its name is in another.
  package var cluster: String?
  /// The namespace, empty for none; `nil` where no other of its name is in another.
  package var namespace: String?

  /// Names a service.
  package init(_ label: String, _ value: String) {
    self.label = label
    self.value = value
  }

  /// What selects its series.
  package var matchers: [LabelMatcher] {
    let labels: [(name: String, value: String?)] = [
      (label, value), ("cluster", cluster), ("namespace", namespace),
    ]
    return labels.compactMap { label in
      label.value.map { LabelMatcher(label.name, .equal, $0) }
    }
  }

  /// What selects its series, as PromQL has it between braces.
  package var promQL: String { matchers.map(\.promQL).joined(separator: ",") }

  /// Its name with what tells it from others of that name; hostile until drawn.
  package var name: String {
    let place = [cluster, namespace].compactMap { $0 }.filter { !$0.isEmpty }
    return place.isEmpty ? value : "\(value) (\(place.joined(separator: "/")))"
  }

  /// Whether labels of an alert or a target are of it; what says nothing of cluster or namespace may be.
  package func isMet(by labels: LabelSet) -> Bool {
    guard labels[label] == value else { return false }
    return (cluster == nil || cluster == (labels["cluster"] ?? cluster))
      && (namespace == nil || namespace == (labels["namespace"] ?? namespace))
  }

  package static func < (left: ServiceID, right: ServiceID) -> Bool {
    (left.value, left.label, left.cluster ?? "", left.namespace ?? "")
      < (right.value, right.label, right.cluster ?? "", right.namespace ?? "")
  }
}

/// A service that was found, and what is known of how it is instrumented.
package struct FoundService: Hashable, Sendable, Identifiable {
  /// Its name.
  package var id: ServiceID
  /// The row that describes it best; `nil` where none does.
  package let row: MetricProfile?
  /// What it has of that row and of those that add to it.
  package let traits: Set<ServiceTrait>
  /// The rows that add something: a cache, a database, language models.
  package let additions: [MetricProfile]
  /// The rows that describe it too, but less completely.
  package let lesser: [MetricProfile]
  /// Where it runs, as far as its series say.
  package var place = ServicePlace()

  /// The names to ask for: the row's, with what others add.
  package var profile: MetricProfile? {
    guard var profile = row else { return nil }
    for addition in additions { profile.add(addition, lackingIn: traitsOfRow) }
    return profile
  }

  /// What it has of its row alone.
  let traitsOfRow: Set<ServiceTrait>

  /// Whether its requests are counted, and it is not what others stand on.
  package var isMain: Bool { traits.contains(.requests) && row?.isInfrastructure == false }

  /// How it is instrumented, in words.
  package var instrumentation: String {
    ([row].compactMap { $0 } + additions).map(\.name).joined(separator: " + ")
  }

  /// The names to ask for of several services at once.
  ///
  /// - Parameters:
  ///   - row: The row of most of them.
  ///   - services: All; where two have other names for one thing, those of the row count, and of these the
  ///     first.
  /// - Returns: The row with what services have beside it. Figures of processes and hosts are left out:
  ///   what is no service has them too.
  package static func profile(
    _ row: MetricProfile,
    with services: [FoundService]
  ) -> MetricProfile {
    var (traits, profile) = ([.process, .host] as Set<ServiceTrait>, row)
    var (near, far): ([MetricProfile], [MetricProfile]) = ([], [])
    var seen: Set<String> = []
    for service in services where service.row?.name == row.name {
      traits.formUnion(service.traitsOfRow)
      near += service.additions.filter { seen.insert($0.name).inserted }
    }
    for service in services where service.row?.name != row.name {
      far += service.additions.filter { seen.insert($0.name).inserted }
    }
    for addition in (near + far).reversed() { profile.add(addition, lackingIn: traits) }
    return profile
  }

  /// The series by which its presence is told, as PromQL; none where no row describes it.
  ///
  /// - Parameters:
  ///   - context: Matchers and the names of metrics.
  ///   - isOfAll: Whether those of all services that are told in this way are meant.
  /// - Returns: Selectors.
  package func presence(_ context: QueryContext, ofAll isOfAll: Bool = false) -> [String] {
    guard let row, let trait = ServiceTrait.allCases.first(where: traitsOfRow.contains) else {
      return []
    }
    var own = context
    if !isOfAll { own.selector += id.matchers }
    return trait.selectors(row, own)
  }

  /// What the signals lack, each with the reason; empty where all have data.
  package var lacks: [String] {
    guard let row else { return ["no known profile matches its metrics"] }
    var lacks: [String] = []
    if !traits.contains(.requests) { lacks.append("no request counter") }
    if traits.contains(.requests) {
      if !row.requests.tellsErrors { lacks.append("\(row.origin.library) has no status label") }
      if row.requests.durationForm == .sum, traits.contains(.latency) {
        lacks.append("\(row.origin.library) has only mean durations")
      } else if !traits.contains(.latency) {
        lacks.append("no durations")
      }
      if row.requests.endpointLabel == nil {
        lacks.append("\(row.origin.library) has no route label")
      }
    }
    return lacks
  }
}

extension FoundService {
  /// A service that no row describes.
  init(unknown id: ServiceID) {
    self.init(id: id, row: nil, traits: [], additions: [], lesser: [], traitsOfRow: [])
  }
}

extension MetricProfile {
  /// Takes over the parts of another profile that a service lacks in its own.
  fileprivate mutating func add(_ other: MetricProfile, lackingIn own: Set<ServiceTrait>) {
    if !own.contains(.queries), other.database.duration != nil {
      database.duration = other.database.duration
      database.queryTypeLabel = other.database.queryTypeLabel
    }
    if !own.contains(.connections), other.database.connections != nil {
      database.connections = other.database.connections
      database.usedMarks = other.database.usedMarks
    }
    if !own.contains(.cache), !other.cache.metrics.isEmpty { cache = other.cache }
    if !own.contains(.model), !other.model.isEmpty { model = other.model }
    if !own.contains(.calls), other.calls.duration != nil { calls = other.calls }
    if !own.contains(.process), other.process != ProcessMetrics() { process = other.process }
    if !own.contains(.host), let host = other.host { self.host = host }
    caveats += other.caveats.filter { [.cache, .model, .calls].contains($0.area) }
  }
}
