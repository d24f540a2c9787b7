import Signals

/// A unit of Grafana as one of goldtop's, and what a value is multiplied by for it.
struct GrafanaUnit: Hashable {
  /// goldtop's.
  let unit: SignalUnit
  /// A value of Grafana's unit times this is one of goldtop's.
  private let factor: Double
  /// Whether goldtop has it; else values are bare numbers.
  let isKnown: Bool

  private init(_ unit: SignalUnit, _ factor: Double = 1, isKnown: Bool = true) {
    (self.unit, self.factor, self.isKnown) = (unit, factor, isKnown)
  }

  /// - Parameter name: The ID of the unit; empty for none.
  init(_ name: String) {
    // A unit of the user's own, such as `reads/s`.
    let rate = name.hasSuffix("/s") ? GrafanaUnit(.perSecond) : nil
    self =
      Self.table[name] ?? rate ?? GrafanaUnit(.none, isKnown: name.isEmpty || Self.isBare(name))
  }

  /// Whether a unit only appends or prepends a text.
  private static func isBare(_ name: String) -> Bool {
    ["none", "short", "string", "sishort", "locale", "bool", "bool_yes_no", "bool_on_off"]
      .contains(name)
  }

  /// By ID.
  ///
  /// - Source: `packages/grafana-data/src/valueFormats/categories.ts` of grafana/grafana.
  private static let table: [String: GrafanaUnit] = {
    var table: [String: GrafanaUnit] = [
      "percent": GrafanaUnit(.ratio, 0.01), "percentunit": GrafanaUnit(.ratio),
      "ns": GrafanaUnit(.seconds, 1e-9), "µs": GrafanaUnit(.seconds, 1e-6),
      "us": GrafanaUnit(.seconds, 1e-6), "ms": GrafanaUnit(.seconds, 1e-3),
      "dtdurationms": GrafanaUnit(.seconds, 1e-3), "clockms": GrafanaUnit(.seconds, 1e-3),
      "m": GrafanaUnit(.seconds, 60), "h": GrafanaUnit(.seconds, 3600),
      "d": GrafanaUnit(.seconds, 86_400),
      "reqps": GrafanaUnit(.requestsPerSecond), "rps": GrafanaUnit(.perSecond),
      "cores": GrafanaUnit(.cores), "suffix:cores": GrafanaUnit(.cores),
      "currencyUSD": GrafanaUnit(.dollars), "accounting": GrafanaUnit(.dollars),
      "bits": GrafanaUnit(.bytes, 0.125), "decbits": GrafanaUnit(.bytes, 0.125),
      "bps": GrafanaUnit(.bytesPerSecond, 0.125), "binbps": GrafanaUnit(.bytesPerSecond, 0.125),
      "Bps": GrafanaUnit(.bytesPerSecond), "binBps": GrafanaUnit(.bytesPerSecond),
    ]
    table["timeticks"] = GrafanaUnit(.seconds, 0.01)
    for name in ["s", "dtdurations", "dthms", "clocks"] { table[name] = GrafanaUnit(.seconds) }
    for name in ["ops", "cps", "wps", "iops", "eps", "mps", "recps", "rowsps", "pps"] {
      table[name] = GrafanaUnit(.perSecond)
    }
    for name in ["opm", "rpm", "wpm", "cpm", "reqpm", "mpm", "recpm", "rowspm"] {
      table[name] = GrafanaUnit(.perSecond, 1 / 60)
    }
    let powers = ["", "k", "m", "g", "t", "p"]
    for (power, prefix) in powers.enumerated() {
      let binary = (0..<power).reduce(1.0) { value, _ in value * 1024 }
      let decimal = (0..<power).reduce(1.0) { value, _ in value * 1000 }
      table["\(prefix)bytes"] = GrafanaUnit(.bytes, binary)
      table["dec\(prefix)bytes"] = GrafanaUnit(.bytes, decimal)
      guard power > 0 else { continue }
      let large = prefix.uppercased()
      table["\(large)Bs"] = GrafanaUnit(.bytesPerSecond, decimal)
      table["\(large)iBs"] = GrafanaUnit(.bytesPerSecond, binary)
      table["\(large)bits"] = GrafanaUnit(.bytesPerSecond, decimal / 8)
    }
    table["KBs"] = GrafanaUnit(.bytesPerSecond, 1000)
    return table
  }()

  /// What a value is divided by, where that is a whole number; so 70 % is 0.7 and no more.
  private var divisor: Double? {
    let inverse = (1 / factor).rounded()
    return factor < 1 && (1 / factor - inverse).magnitude < 1e-6 * inverse ? inverse : nil
  }

  /// An expression whose values are of goldtop's unit.
  func scaled(_ expression: String) -> String {
    guard factor != 1 else { return expression }
    if let divisor { return "(\(expression)) / \(Self.digits(divisor))" }
    return "(\(expression)) * \(Self.digits(factor))"
  }

  /// A value of Grafana's unit in goldtop's.
  func scaled(_ value: Double) -> Double { divisor.map { value / $0 } ?? value * factor }

  private static func digits(_ number: Double) -> String {
    number == number.rounded() && number < 1e15 ? "\(Int64(number))" : "\(number)"
  }
}
