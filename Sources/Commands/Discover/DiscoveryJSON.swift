import Signals
import Telemetry

/// What was found for programs, and as configuration.
enum DiscoveryJSON {
  /// A document of all services.
  static func value(_ found: DiscoveryRun.Found) -> JSONValue {
    [
      "services": .list(found.services.map { service($0, found.outages[$0.id]) }),
      "requests": .digits("\(found.cost.requests)"),
      "bytes": .digits("\(found.cost.wireBytes)"),
    ]
  }

  private static func service(
    _ service: FoundService,
    _ outage: ServiceOutage?
  ) -> JSONValue {
    [
      "service": .text(service.id.value),
      "label": .text(service.id.label),
      "profile": service.row.map { .text($0.name) } ?? .null,
      "library": service.row.map { .text($0.origin.library) } ?? .null,
      "version": service.row.map { .text($0.origin.version) } ?? .null,
      "source": service.row.map { .text($0.origin.source) } ?? .null,
      "guess": service.row?.guess.map { .text($0.reason) },
      "adds": texts(service.additions.map(\.name)),
      "also": texts(service.lesser.map(\.name)),
      "signals": .list(
        signals(of: service).lazy.map { ["name": .text($0.name), "data": .boolean($0.hasData)] }
      ),
      "lacks": texts(outage.map { [$0.words] } ?? service.lacks),
      "caveats": .list(
        (service.profile?.caveats ?? []).lazy.map {
          ["signal": .text($0.area.rawValue), "text": .text($0.text)]
        }
      ),
    ]
  }

  private static func texts(_ texts: [String]) -> JSONValue {
    .list(texts.lazy.map { .text($0) })
  }

  /// The signals and parts in their order, each with whether the service has data of it.
  static func signals(of service: FoundService) -> [(name: String, hasData: Bool)] {
    let traits = service.traits
    let tellsErrors = traits.contains(.requests) && service.row?.requests.tellsErrors == true
    return [
      ("traffic", traits.contains(.requests)), ("errors", tellsErrors),
      ("latency", traits.contains(.latency)), ("cache", traits.contains(.cache)),
      ("llm", traits.contains(.model)),
      ("database", traits.contains(.queries) || traits.contains(.connections)),
      ("calls", traits.contains(.calls)),
    ]
  }

  /// An environment for each service of which requests are known, without any secret.
  static func configuration(
    _ found: DiscoveryRun.Found,
    _ address: ServerAddress
  ) -> JSONValue {
    let known = found.services.filter { $0.traits.contains(.requests) }
    let environments = known.map { service in
      let environment: JSONValue = [
        "prometheus": ["url": .text(address.url)], "selector": .text(service.id.promQL),
      ]
      return (service.id.value, environment)
    }
    let guesses = Set(known.compactMap(\.row).filter { $0.guess != nil })
      .sorted { $0.name < $1.name }
    return [
      "profile": .text("auto"),
      "profiles": guesses.isEmpty ? nil : MetricProfile.configuration(keeping: guesses),
      "environments": .object(environments.map { ($0.0, $0.1) }),
    ]
  }
}
