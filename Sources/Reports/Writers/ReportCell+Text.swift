import Screen
import Telemetry

extension ReportCell {
  /// The value in words, clean of what a terminal obeys.
  var words: String {
    switch content {
    case .nothing: "–"
    case .text(let text): VisibleText.sanitized(text)
    case .number(let value, let unit): unit.format(value).text
    case .change(let change): Self.change(change)
    case .moment(let moment): CivilTime(moment).monthDayHourMinute
    case .span(let span): Unit.seconds.format(span.inSeconds).text
    case .history(let values): Self.bars(values)
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

  /// One bar a value, in eighths of the largest.
  static func bars(_ values: [Double]) -> String {
    let bars = Symbols.unicode.verticalEighths
    let finite = values.filter(\.isFinite)
    let (low, high) = (min(0, finite.min() ?? 0), finite.max() ?? 0)
    var text = String.UnicodeScalarView()
    for value in values {
      guard value.isFinite else {
        text.append("·")
        continue
      }
      let share = high > low ? (value - low) / (high - low) : 0
      text.append(bars[min(7, max(0, Int(saturating: (share * 8).rounded(.up)) - 1))])
    }
    return String(text)
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

extension Stretch {
  /// Both ends and the length: `2026-01-30 14:00 to 2026-01-31 14:00 UTC (1d)`.
  var words: String {
    "\(Self.day(start)) to \(Self.day(end)) UTC (\(length.prometheusText))"
  }

  private static func day(_ moment: Timestamp) -> String {
    let time = CivilTime(moment)
    return "\(time.rfc3339.prefix(10)) \(time.hourMinute)"
  }
}
