import Screen
import Telemetry

extension ReportCell {
  /// The value in words, clean of what a terminal obeys.
  func words(in calendar: ReportCalendar) -> String {
    switch content {
    case .nothing: "–"
    case .text(let text): VisibleText.sanitized(text)
    case .number(let value, let unit): unit.format(value).text
    case .change(let change): Self.change(change)
    case .moment(let moment): calendar.time(moment).monthDayHourMinute
    case .span(let span): Unit.seconds.format(span.inSeconds).text
    case .history(let values): ReportBars.text(values)
    }
  }

  /// Whether it stands at the right of its column.
  var isNumber: Bool {
    switch content {
    case .number, .change, .span: true
    case .nothing, .text, .moment, .history: false
    }
  }

  private static func change(_ change: Double) -> String {
    guard change.isFinite else { return "–" }
    // What has grown a hundredfold says more as a factor.
    if change >= 9.995 { return "×\(UnitNumber.compact(change + 1))" }
    let percent = (change * 100).rounded()
    if percent == 0 { return "±0 %" }
    return "\(percent > 0 ? "+" : "")\(UnitNumber.fixed(percent, decimals: 0)) %"
  }

  /// Values over time; none for other content.
  var history: [Double] {
    if case .history(let values) = content { values } else { [] }
  }
}

extension ReportTable {
  /// Which columns have numbers, that stand at the right.
  var columnsAtRight: [Bool] {
    columns.indices.map { column in rows.contains { $0[column].isNumber } }
  }
}

extension Severity {
  /// The mark in front of what is bad, in as many columns for each.
  var mark: String {
    switch self {
    case .ok: "  "
    case .warning: "! "
    case .critical: "!!"
    }
  }

  /// The word for programs.
  var word: String {
    switch self {
    case .ok: "ok"
    case .warning: "warning"
    case .critical: "critical"
    }
  }
}
