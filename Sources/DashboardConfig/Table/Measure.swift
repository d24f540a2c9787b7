import Telemetry

/// Numbers with units: `5%`, `250ms`, `$50`, `64MiB`.
package enum Measure {
  /// Kind of a number; each has one base unit in which goldtop calculates.
  package enum Unit: String, Hashable, Sendable, CaseIterable {
    /// Base 0…1, written in per cent.
    case ratio
    /// Base seconds, written as a duration.
    case seconds
    /// Base bytes, written in bytes, `KiB`, `MiB`, `GiB`.
    case bytes
    /// Base dollars.
    case dollars

    /// A value to show how it is written.
    var example: String {
      switch self {
      case .ratio: "5%"
      case .seconds: "250ms"
      case .bytes: "64MiB"
      case .dollars: "$50"
      }
    }
  }

  /// Reads a number with its unit; `nil` where the text is neither.
  package static func parse(_ text: String) -> (value: Double, unit: Unit)? {
    if text.hasSuffix("%"), let value = plain(text.dropLast()) { return (value / 100, .ratio) }
    if text.hasPrefix("$"), let value = plain(text.dropFirst()) { return (value, .dollars) }
    if let duration = Duration(prometheusText: text), text != "0" {
      return (duration.inSeconds, .seconds)
    }
    for (suffix, factor) in byteUnits where text.hasSuffix(suffix) {
      return plain(text.dropLast(suffix.count)).map { ($0 * factor, .bytes) }
    }
    return nil
  }

  /// Writes a value of the base unit in the form that `parse` reads.
  package static func text(_ value: Double, _ unit: Unit) -> String {
    switch unit {
    case .ratio: return "\(number(value * 100))%"
    case .dollars: return "$\(number(value))"
    case .seconds: return Duration.milliseconds((value * 1000).rounded()).prometheusText
    case .bytes:
      for (suffix, factor) in byteUnits where suffix.hasSuffix("iB") {
        let count = value / factor
        if count >= 1, count == count.rounded() { return "\(number(count))\(suffix)" }
      }
      return "\(number(value))B"
    }
  }

  /// A number without a needless fraction, at nine digits after the point at most.
  static func number(_ value: Double) -> String {
    let rounded = (value * 1e9).rounded() / 1e9
    guard let whole = Int(exactly: rounded) else { return "\(rounded)" }
    return "\(whole)"
  }

  /// Digits with at most one point among them; signs, exponents and words are refused.
  private static func plain(_ text: Substring) -> Double? {
    guard text.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." }), text.first != "." else {
      return nil
    }
    return Double(text)
  }

  /// As in Prometheus' own limits, `MB` and `MiB` are both powers of 1024; `B` stands last, since
  /// all end with it.
  private static let byteUnits: [(suffix: String, factor: Double)] = [
    ("GiB", 1_073_741_824), ("MiB", 1_048_576), ("KiB", 1024),
    ("GB", 1_073_741_824), ("MB", 1_048_576), ("KB", 1024), ("B", 1),
  ]
}
