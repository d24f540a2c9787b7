extension Duration {
  /// The span as Prometheus writes durations: `1h30m`, `5s`, `250ms`; `0s` for nothing.
  ///
  /// - Source: <https://prometheus.io/docs/prometheus/latest/configuration/configuration/#duration>.
  package var prometheusText: String {
    var rest = nanoseconds / 1_000_000
    guard rest != 0 else { return "0s" }
    var text = rest < 0 ? "-" : ""
    rest = abs(rest)
    for (unit, milliseconds) in Self.prometheusUnits where unit != "y" && unit != "w" {
      let count = rest / milliseconds
      if count > 0 {
        text += "\(count)\(unit)"
        rest -= count * milliseconds
      }
    }
    return text
  }

  /// Reads a Prometheus duration such as `1h30m` or `500ms`.
  ///
  /// Units come in descending order, each at most once, as Prometheus demands; a bare `0` is
  /// nothing. Returns `nil` for any other text, and for what 292 years cannot hold.
  package init?(prometheusText text: String) {
    guard text != "0" else {
      self = .zero
      return
    }
    var total: Int64 = 0
    var digits: Int64?
    var unit = ""
    var lastUnit = -1
    func index(of unit: String) -> Int? { Self.prometheusUnits.firstIndex { $0.unit == unit } }
    func added(_ count: Int64, _ index: Int, to total: Int64) -> Int64? {
      let (product, over) = count.multipliedReportingOverflow(
        by: Self.prometheusUnits[index].milliseconds
      )
      let (sum, overSum) = total.addingReportingOverflow(product)
      return over || overSum ? nil : sum
    }
    for scalar in text.unicodeScalars {
      if let digit = Int64(String(scalar)), scalar.isASCII {
        if !unit.isEmpty {
          guard let count = digits, let place = index(of: unit), place > lastUnit,
            let sum = added(count, place, to: total)
          else { return nil }
          (total, lastUnit, digits, unit) = (sum, place, nil, "")
        }
        let (shifted, over) = (digits ?? 0).multipliedReportingOverflow(by: 10)
        let (next, overNext) = shifted.addingReportingOverflow(digit)
        guard !over, !overNext else { return nil }
        digits = next
      } else {
        unit.unicodeScalars.append(scalar)
      }
    }
    guard let count = digits, let place = index(of: unit), place > lastUnit,
      let sum = added(count, place, to: total), sum <= 9_000_000_000_000
    else { return nil }
    self = .milliseconds(sum)
  }

  private static let prometheusUnits: [(unit: String, milliseconds: Int64)] = [
    ("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000),
    ("m", 60_000), ("s", 1000), ("ms", 1),
  ]
}
