/// An amount of money as whole millionths of a currency unit, so that sums do not drift.
package struct Money: Hashable, Sendable {
  /// Millionths of the currency's unit.
  package var microUnits: Int64
  /// The ISO 4217 code.
  package var currency: String

  package init(microUnits: Int64, currency: String = "USD") {
    self.microUnits = microUnits
    self.currency = currency
  }

  /// Rounds to millionths; `nil` if not finite or too large.
  package init?(_ units: Double, currency: String = "USD") {
    let micro = (units * 1e6).rounded()
    guard micro.magnitude < 9.2e18 else { return nil }
    self.init(microUnits: Int64(saturating: micro), currency: currency)
  }

  /// The amount in units, for arithmetic that tolerates rounding.
  package var units: Double { Double(microUnits) / 1e6 }

  /// The sum of two amounts of one currency, saturating; `nil` for two currencies.
  package func adding(_ other: Money) -> Money? {
    guard currency == other.currency else { return nil }
    let (sum, overflow) = microUnits.addingReportingOverflow(other.microUnits)
    return Money(
      microUnits: overflow ? (microUnits < 0 ? .min : .max) : sum,
      currency: currency
    )
  }

  /// The difference of two amounts of one currency, saturating; `nil` for two currencies.
  package func subtracting(_ other: Money) -> Money? {
    guard currency == other.currency else { return nil }
    let (difference, overflow) = microUnits.subtractingReportingOverflow(other.microUnits)
    return Money(
      microUnits: overflow ? (microUnits < 0 ? .min : .max) : difference,
      currency: currency
    )
  }

  /// The exact amount with two decimals, rounded half away from zero: `$18.80`, `-$0.05`.
  package var text: String {
    let hundredths = (microUnits.magnitude + 5000) / 10_000
    let fraction = hundredths % 100
    let sign = microUnits < 0 && hundredths > 0 ? "-" : ""
    return sign + Self.symbol(of: currency)
      + "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
  }

  /// The amount in the short form of `Unit.money`, which keeps tiny and huge ones readable.
  package var shortText: String {
    Unit.money(currency: currency).format(units).text
  }

  /// Prefix of an amount: a sign, or the code and a space if none is known.
  package static func symbol(of currency: String) -> String {
    switch currency {
    case "USD": "$"
    case "EUR": "€"
    case "GBP": "£"
    case "JPY": "¥"
    case "": ""
    default: currency + " "
    }
  }
}
