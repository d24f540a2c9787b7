/// How a chunk writes numbers with a fraction: as multiples of a power of two, which every double
/// is.
///
/// Sums of durations are sums of decimals, each rounded. There the multiple is split into whole
/// decimal units and what rounding has left, which together take fewer bits: a hundred seconds in
/// nanoseconds and a rest of a few bits, instead of multiples of 2^-46.
struct FractionForm: Hashable, Sendable {
  /// Numbers are multiples of two to the power of minus this; 1…63.
  var point: UInt8 = 1
  /// The decimal unit: 0 for none, then milliseconds, microseconds and nanoseconds.
  var unit: UInt8 = 0

  /// How many units there are, none among them.
  static let units: UInt8 = 4
  /// Multiples are below this, so that their differences fit a `RiceCode`.
  private static let limit = 0x1p54

  /// A number in parts.
  struct Parts {
    /// The decimal units, or the multiple where there are none.
    var whole: Int64 = 0
    /// The multiples beside the units.
    var rest: Int64 = 0
  }

  @inline(__always) private var power: Double {
    Double(bitPattern: UInt64(1023 &+ Int(point)) &<< 52)
  }

  @inline(__always) private var inversePower: Double {
    Double(bitPattern: UInt64(1023 &- Int(point)) &<< 52)
  }

  /// Units in a whole.
  @inline(__always) private var factor: Double {
    switch unit {
    case 1: 1e3
    case 2: 1e6
    default: 1e9
    }
  }

  /// The number that parts stand for.
  @inline(__always)
  func value(_ parts: Parts) -> Double {
    guard unit > 0 else { return Double(parts.whole) * inversePower }
    return Double(multiple(ofUnits: parts.whole) &+ parts.rest) * inversePower
  }

  /// The parts of a number; none where they do not give back each bit of it.
  ///
  /// - Parameters:
  ///   - value: Any number.
  ///   - rest: The rest of the number before, which the new one is to be near to.
  /// - Returns: What `value(_:)` makes the number of again.
  @inline(__always)
  func parts(of value: Double, near rest: Int64) -> Parts? {
    guard let multiple = multiple(of: value) else { return nil }
    guard unit > 0 else {
      let parts = Parts(whole: multiple)
      return self.value(parts).bitPattern == value.bitPattern ? parts : nil
    }
    let units = (value - Double(rest) * inversePower) * factor
    guard units.magnitude < Self.limit else { return nil }
    var parts = Parts(whole: Self.nearest(units))
    parts.rest = multiple &- self.multiple(ofUnits: parts.whole)
    return self.value(parts).bitPattern == value.bitPattern ? parts : nil
  }

  @inline(__always)
  private func multiple(of value: Double) -> Int64? {
    let multiple = value * power
    guard multiple.magnitude < Self.limit else { return nil }
    return Int64(multiple)
  }

  /// The multiple that is nearest to so many units; an estimate, and the same on both sides.
  @inline(__always)
  private func multiple(ofUnits units: Int64) -> Int64 {
    let multiple = Double(units) / factor * power
    guard multiple.magnitude < 0x1p62 else { return 0 }
    return Self.nearest(multiple)
  }

  @inline(__always)
  private static func nearest(_ value: Double) -> Int64 {
    Int64(value < 0 ? value - 0.5 : value + 0.5)
  }
}

// MARK: - Choosing

extension FractionForm {
  /// The form that writes the way from one number to the next in the fewest bits; `nil` where the
  /// bits of the number are as short.
  ///
  /// - Parameters:
  ///   - value: The number.
  ///   - before: The number before.
  ///   - limit: The bits that the number takes without a form.
  init?(for value: Double, after before: Double, below limit: Int) {
    let point = max(Self.fractionBits(value), Self.fractionBits(before))
    guard 1...63 ~= point else { return nil }
    var best: (form: FractionForm, cost: Int)?
    for unit in 0..<Self.units {
      let form = FractionForm(point: UInt8(point), unit: unit)
      guard let first = form.parts(of: before, near: 0),
        let second = form.parts(of: value, near: first.rest)
      else { continue }
      let cost =
        Self.bits(second.whole &- first.whole)
        + (unit > 0 ? Self.bits(second.rest &- first.rest) + Self.margin : 0)
      if cost < best?.cost ?? limit { best = (form, cost) }
    }
    guard let best else { return nil }
    self = best.form
  }

  /// What a unit must save: one difference may be near a whole unit by chance.
  private static let margin = 5

  /// The bits of a number's fraction.
  private static func fractionBits(_ value: Double) -> Int {
    guard value.isFinite, value != 0 else { return 0 }
    return 52 - Int(value.exponent) - value.significandBitPattern.trailingZeroBitCount(upTo: 52)
  }

  private static func bits(_ difference: Int64) -> Int {
    64 - difference.magnitude.leadingZeroBitCount
  }
}

extension UInt64 {
  fileprivate func trailingZeroBitCount(upTo limit: Int) -> Int {
    Swift.min(limit, trailingZeroBitCount)
  }
}
