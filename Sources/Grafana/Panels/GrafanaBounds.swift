import Telemetry

/// The thresholds of a panel, which are colours from a value on, as bounds with a severity.
struct GrafanaBounds {
  /// A colour from a value on; the first one has none.
  struct Step: Hashable {
    let value: Double?
    let severity: Severity
  }

  /// The bounds; `nil` where no colour is bad.
  let threshold: Threshold?
  /// What was lost; `nil` for nothing.
  var remark: String?

  /// - Parameter steps: The colours, ascending by value.
  init(_ steps: [Step]) {
    let steps = steps.sorted { ($0.value ?? -.infinity) < ($1.value ?? -.infinity) }
    let severities = steps.map(\.severity)
    if severities.allSatisfy({ $0 == .ok }) {
      threshold = nil
    } else if zip(severities, severities.dropFirst()).allSatisfy({ $0 <= $1 }) {
      threshold = Self.above(steps[...])
    } else if zip(severities, severities.dropFirst()).allSatisfy({ $0 >= $1 }) {
      threshold = Threshold(
        warning: Self.end(of: .warning, in: steps),
        critical: Self.end(of: .critical, in: steps),
        direction: .below
      )
    } else {
      // From the last good colour on, larger values are worse.
      let start = severities.lastIndex(of: .ok) ?? 0
      threshold = start == steps.count - 1 ? nil : Self.above(steps[start...])
      remark = "values are bad on both sides: an own panel has bounds on one"
    }
  }

  private static func above(_ steps: ArraySlice<Step>) -> Threshold? {
    let critical = steps.first { $0.severity == .critical }?.value
    var warning = steps.first { $0.severity == .warning }?.value
    // What warns beyond what is critical is not worse.
    if let bound = warning, let critical, bound > critical { warning = nil }
    return warning == nil && critical == nil
      ? nil : Threshold(warning: warning, critical: critical, direction: .above)
  }

  /// Where a colour at the lower end gives way to a better one.
  private static func end(of severity: Severity, in steps: [Step]) -> Double? {
    guard let last = steps.lastIndex(where: { $0.severity == severity }), last + 1 < steps.count
    else { return nil }
    return steps[last + 1].value
  }

  // MARK: - Colours

  /// What a colour says: red is critical, yellow and orange warn.
  static func severity(of color: String) -> Severity {
    let name = color.lowercased()
    if let (red, green, blue) = components(of: name) {
      guard red > 0.55, red > blue + 0.2 else { return .ok }
      if green > red * 0.85 + 0.05, blue > 0.5 { return .ok }
      return green < red * 0.45 ? .critical : green <= red * 1.05 ? .warning : .ok
    }
    if name.contains("red") { return .critical }
    return name.contains("yellow") || name.contains("orange") ? .warning : .ok
  }

  /// Red, green and blue from 0 to 1 of `#F2495C`, `rgb(…)` and `rgba(…)`.
  private static func components(of color: String) -> (Double, Double, Double)? {
    if color.hasPrefix("#") {
      let digits = color.dropFirst().prefix(6)
      guard digits.count == 6, let value = Int(digits, radix: 16) else { return nil }
      return (
        Double(value >> 16) / 255, Double(value >> 8 & 255) / 255, Double(value & 255) / 255
      )
    }
    guard color.hasPrefix("rgb"), let open = color.firstIndex(of: "(") else { return nil }
    let parts = color[color.index(after: open)...].split { ", )".contains($0) }.compactMap {
      Double($0)
    }
    return parts.count >= 3 ? (parts[0] / 255, parts[1] / 255, parts[2] / 255) : nil
  }
}
