package import Telemetry

/// Lines for bug reports: time, kind, text.
///
/// What may be logged are names, expressions, times, sizes and errors' headlines. Headers, addresses
/// and keys typed never come this way, so that no secret can.
package struct DebugLog: Sendable {
  private let now: @Sendable () -> Timestamp
  private let write: (@Sendable (String) -> Void)?

  /// Makes a log; without `write` it costs nothing and says nothing.
  package init(now: @escaping @Sendable () -> Timestamp, write: (@Sendable (String) -> Void)?) {
    self.now = now
    self.write = write
  }

  /// Whether anybody reads what is written.
  package var isOn: Bool { write != nil }

  /// Writes one line without its end; characters that could act on a terminal are escaped.
  package func callAsFunction(_ kind: String, _ text: @autoclosure () -> String) {
    guard let write else { return }
    write("\(Self.stamp(now())) \(kind) \(Self.escaped(text()))")
  }

  /// A moment as RFC 3339 in UTC with milliseconds.
  static func stamp(_ moment: Timestamp) -> String {
    let second = Int(moment.floored(to: .seconds(1)).nanoseconds / 1_000_000_000)
    let milliseconds = (Int(moment.milliseconds) % 1000 + 1000) % 1000
    let day = second >= 0 ? second / 86_400 : (second - 86_399) / 86_400
    let rest = second - day * 86_400
    let date = civilDate(daysSinceEpoch: day)
    let clock = [rest / 3600, rest / 60 % 60, rest % 60].map { padded($0, 2) }
      .joined(separator: ":")
    return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
      + "T\(clock).\(padded(milliseconds, 3))Z"
  }

  /// The proleptic Gregorian date of a day, counted in years that begin in March so that the leap
  /// day is the last.
  private static func civilDate(daysSinceEpoch: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = daysSinceEpoch + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
      month: month,
      day: dayOfYear - (153 * marchMonth + 2) / 5 + 1
    )
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func escaped(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        line += "\\u{\(String(scalar.value, radix: 16))}"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }
}
