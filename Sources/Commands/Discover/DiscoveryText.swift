import Screen
import Signals
import Telemetry

/// What was found for people: what comes from a server is cleaned of everything that a terminal would
/// obey.
enum DiscoveryText {
  static func text(_ found: DiscoveryRun.Found) -> String {
    let heads = found.services.map { service in
      [VisibleText.sanitized(service.id.value), service.instrumentation, signals(of: service)]
    }
    let titles = ["SERVICE", "PROFILE", "SIGNALS"]
    let widths = titles.indices.map { column in
      ([titles] + heads).map { VisibleText.width(of: $0[column]) }.max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      let padded = cells.enumerated().map { column, cell in
        cell
          + String(repeating: " ", count: max(0, widths[column] - VisibleText.width(of: cell)))
      }
      return String(padded.joined(separator: "  ").reversed().drop { $0 == " " }.reversed()) + "\n"
    }
    var text = found.services.isEmpty ? "" : line(titles)
    for (service, head) in zip(found.services, heads) {
      text += line(head)
      for remark in remarks(on: service, found) { text += "  \(remark)\n" }
    }
    let count = found.services.count == 1 ? "1 service" : "\(found.services.count) services"
    let size = Unit.bytes.format(Double(found.cost.wireBytes)).text
    return text + "\n\(count), found with \(found.cost.requests) requests, \(size)\n"
  }

  /// The golden signals and parts that have data.
  static func signals(of service: FoundService) -> String {
    DiscoveryJSON.signals(of: service).filter(\.hasData).map(\.name).joined(separator: " ")
  }

  private static func remarks(
    on service: FoundService,
    _ found: DiscoveryRun.Found
  ) -> [String] {
    var remarks: [String] = []
    if service.id.label != "job" { remarks.append("service by \(service.id.label)") }
    if let guess = service.row?.guess {
      remarks += [guess.requests, guess.errors, guess.durations].compactMap { reason in
        reason.map { VisibleText.sanitized("guessed: \($0)") }
      }
    }
    if !service.lesser.isEmpty {
      let names = service.lesser.map(\.name).joined(separator: ", ")
      remarks.append("also matches: \(names)")
    }
    if let outage = found.outages[service.id] {
      remarks.append(VisibleText.sanitized(outage.words))
    } else {
      remarks += service.lacks.map { "missing: \($0)" }
    }
    remarks += (service.profile?.caveats ?? []).map { "\($0.area.rawValue): \($0.text)" }
    return remarks
  }
}
