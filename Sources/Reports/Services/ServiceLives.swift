package import Signals
package import Telemetry

/// When the samples of services begin and end.
package struct ServiceLives: Hashable, Sendable {
  /// The first sample of each, as far back as was looked.
  package var first: [ServiceID: Timestamp] = [:]
  /// The last sample of those that have gone.
  package var last: [ServiceID: Timestamp] = [:]
  /// How exact beginnings are.
  package static let firstStep = Duration.seconds(3600)
  /// How exact ends are.
  package let lastStep: Duration
  /// The first moment of which the server knows anything.
  private let earliest: Timestamp
  private let window: Stretch

  package init(lastStep: Duration, earliest: Timestamp, over window: Stretch) {
    self.lastStep = lastStep
    self.earliest = earliest
    self.window = window
  }

  /// What a section must say of services that are younger than the server's history.
  ///
  /// - Parameters:
  ///   - needed: What the section looks at.
  ///   - calendar: The clocks that it is written by.
  /// - Returns: A sentence without its full stop; none where all are as old.
  package func remarks(_ needed: Stretch, in calendar: ReportCalendar) -> [String] {
    let begin = max(needed.start, earliest) + Self.firstStep * 2
    let young = first.filter { $0.value > begin }.sorted { $0.key < $1.key }
    guard !young.isEmpty else { return [] }
    let words = young.prefix(5).map { "\($0.key.name) \(calendar.day($0.value))" }
    let more = young.count > 5 ? " and \(young.count - 5) more" : ""
    return ["known only since: \(words.joined(separator: ", "))\(more)"]
  }

  /// The services that were there in the window and have gone, the last to go first; `nil` for none.
  package func section() -> ReportSection? {
    let gone = last.filter { $0.value >= window.start }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    guard !gone.isEmpty else { return nil }
    var section = ReportSection("services_gone", "Services that have gone", over: window)
    var table = ReportTable(
      "gone",
      "",
      ["service": "SERVICE", "since": "GONE SINCE", "time": "FOR"]
    )
    table.rows = gone.map { service, last in
      [.text(service.name, .warning), .moment(last), .span(window.end - last)]
    }
    table.limit(to: 30)
    section.blocks = [.table(table)]
    section.remarks = [
      "a service has gone where it has no samples any more; since when is exact to "
        + lastStep.prometheusText
    ]
    let words = gone.prefix(3).map { service, last in
      "\(service.name) for \(Unit.seconds.format((window.end - last).inSeconds).text)"
    }
    let more = gone.count > 3 ? " and \(gone.count - 3) more" : ""
    section.headlines = [ReportHeadline(.warning, "gone: \(words.joined(separator: ", "))\(more)")]
    return section
  }
}
