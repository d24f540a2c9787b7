package import Telemetry

/// Lines for bug reports: time, kind, text.
///
/// Only these are logged: names, expressions, times, sizes and errors' headlines. Headers, addresses
/// and keys typed never come this way, so that no secret can.
package struct DebugLog: Sendable {
  private let now: @Sendable () -> Timestamp
  private let write: (@Sendable (String) -> Void)?

  /// Without `write`, logging is off and costs nothing.
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
    let time = CivilTime(moment)
    let digits = String(time.millisecond)
    let padded = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    return "\(time.rfc3339.dropLast()).\(padded)Z"
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
