import LocalSource
import Telemetry

/// Looks on loopback for what exposes metrics.
enum LoopbackSearch {
  /// A target that answers.
  struct Found {
    let address: ScrapeAddress
    /// How many samples it exposes.
    let samples: Int
  }

  /// Ports on which services of developers and well-known exporters listen, with the job that they
  /// are then called by; `nil` names it after the port.
  ///
  /// - Source: <https://github.com/prometheus/prometheus/wiki/Default-port-allocations>, and the
  ///   defaults of the usual web frameworks.
  static let ports: [(port: Int, job: String?)] = [
    (3000, nil), (3001, nil), (4000, nil), (5000, nil), (8000, nil), (8001, nil), (8080, nil),
    (8081, nil), (8500, nil), (8888, nil), (9000, nil), (2112, nil), (9090, "prometheus"),
    (9100, "node"), (9104, "mysql"), (9113, "nginx"), (9121, "redis"), (9187, "postgres"),
  ]

  /// How long a port has to answer.
  private static let patience = Duration.milliseconds(700)

  /// The error if nothing answers.
  static var nothingFound: String {
    let list = ports.map { "\($0.port)" }.joined(separator: ", ")
    return "no /metrics found on loopback (ports \(list)): set --scrape URL, or try goldtop demo"
  }

  /// Targets found, as text: `found node :9100, port-8500 :8500`.
  static func summary(of targets: [ScrapeAddress]) -> String {
    let list = targets.map { target in
      "\(target.job) :\(target.instance.split(separator: ":").last ?? "")"
    }
    return "found \(list.joined(separator: ", "))"
  }

  /// All that answer, in the order of the table.
  @concurrent
  static func run() async -> [Found] {
    await withTaskGroup(of: (Int, Found?).self) { group in
      for (index, place) in ports.enumerated() {
        group.addTask { (index, await look(place.port, place.job ?? "port-\(place.port)")) }
      }
      var found: [(Int, Found)] = []
      for await (index, one) in group { if let one { found.append((index, one)) } }
      return found.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private static func look(_ port: Int, _ job: String) async -> Found? {
    var settings = ScrapeSettings()
    settings.timeout = patience
    guard let address = try? ScrapeAddress("\(port)", job: job),
      let fetch = try? ScrapeFetch(address, settings: settings)
    else { return nil }
    let exposition = try? await fetch.exposition(within: patience)
    await fetch.shutdown()
    guard let exposition else { return nil }
    var parser = ExpositionParser()
    let format = ExpositionFormat(contentType: exposition.contentType)
    guard let scrape = try? parser.parse(exposition.body, as: format), scrape.exposed > 0 else {
      return nil
    }
    return Found(address: address, samples: scrape.exposed)
  }
}
