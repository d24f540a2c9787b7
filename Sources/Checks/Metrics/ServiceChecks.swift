package import Signals
import Telemetry

/// Judges whether the metrics of services tell the golden signals.
package enum ServiceChecks {
  /// The names of all checks.
  package static let names = ["service-signals"]

  /// Judges services by what discovery has found.
  ///
  /// - Parameters:
  ///   - services: What was found.
  ///   - outages: Those that targets are down of.
  ///   - place: The server.
  /// - Returns: A finding for each service that lacks something, what is in order, and what is not known
  ///   of services that are down.
  package static func outcome(
    of services: [FoundService],
    outages: [ServiceID: ServiceOutage],
    at place: String
  ) -> CheckOutcome {
    var outcome = CheckOutcome()
    var whole: [String] = []
    for service in services {
      if service.row == nil, outages[service.id]?.isTotal == true {
        outcome.unchecked.append(Unchecked(names[0], at: service.id.name, because: "it is down"))
        continue
      }
      // What services stand on shows figures of its own, and has none of these to show.
      let lacks = service.row?.isInfrastructure == true ? [] : service.lacks
      guard !lacks.isEmpty else {
        whole.append(service.id.name)
        continue
      }
      outcome.findings.append(finding(service, lacks))
    }
    if !whole.isEmpty {
      let names = whole.prefix(5).joined(separator: ", ")
      let more = whole.count > 5 ? " and \(whole.count - 5) more" : ""
      outcome.inOrder.append(Checked(Self.names[0], at: place, names + more))
    }
    return outcome
  }

  private static func finding(_ service: FoundService, _ lacks: [String]) -> Finding {
    // An exporter counts no requests of its own, and needs none.
    let lacksCore =
      service.isMain
      && (!service.traits.contains(.latency) || service.row?.requests.tellsErrors == false)
    return Finding(
      names[0],
      lacksCore ? .warning : .note,
      at: service.id.name,
      lacks.joined(separator: "; "),
      why: "the dashboard has nothing to show for it, and alerts have nothing to judge",
      remedy: service.row == nil ? "goldtop discover --output config" : nil
    )
  }
}
