import Telemetry

/// Facts about a request from its lines; `nil` where no line has one.
///
/// A request passes several services, each with a path and an answer of its own: the last line that
/// has both tells of the outermost one, and what it says is not mixed with what others say.
package struct RequestFacts: Hashable, Sendable {
  /// Such as `GET`.
  package let method: String?
  /// The path, as the service writes it.
  package let path: String?
  /// The status of the answer.
  package let status: String?
  /// How long it took, where that is said in a unit that is known.
  package let duration: Duration?

  /// Gathers from the lines of one request in order of time; without a line that has both path and
  /// answer, from the first line that says where and the last one that says how it went.
  package init(_ lines: [LogFields]) {
    let answer = lines.last { $0[.path] != nil && $0[.status] != nil }
    let lines = answer.map { [$0] } ?? lines
    method = lines.lazy.compactMap { $0[.method]?.text }.first
    path = lines.lazy.compactMap { $0[.path]?.text }.first
    status = lines.reversed().lazy.compactMap { $0[.status]?.text }.first
    duration =
      lines.reversed().lazy.compactMap { line in
        line.field(.duration).flatMap(Self.duration)
      }.first
  }

  /// The span that a field holds: with its unit in the value, as Go writes it, or in the name.
  static func duration(of field: LogFields.Field) -> Duration? {
    let text = field.value.text
    if let number = Double(text) {
      guard let unit = unit(inName: field.name) else { return nil }
      return duration(number, unit)
    }
    let digits = text.unicodeScalars.prefix { ("0"..."9").contains($0) || $0 == "." }
    let unit = String(text.unicodeScalars.dropFirst(digits.count).drop { $0 == " " })
    guard let number = Double(String(digits)), let seconds = units[unit] else { return nil }
    return duration(number, seconds)
  }

  private static func duration(_ number: Double, _ seconds: Double) -> Duration? {
    let value = number * seconds
    guard value.isFinite, value >= 0, value < 1e9 else { return nil }
    return .nanoseconds(Int64(saturating: (value * 1e9).rounded()))
  }

  private static let units: [String: Double] = [
    "ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1, "sec": 1, "m": 60,
  ]

  /// Seconds of the unit that a name ends in; `nil` where it ends in none, for then it may be any.
  private static func unit(inName name: String) -> Double? {
    let folded = name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != "." }
    let endings: [(String, Double)] = [
      ("eventduration", 1e-9), ("responsetime", 1e-3), ("nanoseconds", 1e-9),
      ("microseconds", 1e-6), ("milliseconds", 1e-3), ("millis", 1e-3), ("seconds", 1),
      ("ns", 1e-9), ("us", 1e-6), ("ms", 1e-3), ("durations", 1), ("elapseds", 1),
    ]
    return endings.first { folded.hasSuffix($0.0) }?.1
  }
}
