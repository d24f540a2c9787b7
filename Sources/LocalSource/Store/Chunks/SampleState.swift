/// The predictions that encoder and decoder share; both make the same steps.
///
/// A sample is its timestamp, as the change of the distance to the one before, and its value:
/// - `0`: the value of before,
/// - `10`: a number of the current form, as the difference to what was expected,
/// - `110`: the bits that differ from the value of before,
/// - `111`: a new form: 0…6 a decimal scale and the whole number, 7 a `FractionForm` and the
///   difference.
///
/// Counters of whole numbers and those with few decimals, such as seconds of a processor, so take a
/// few bits, and sums of durations those of what was added; any other number keeps its bits.
struct SampleState: Sendable {
  /// What `10` stands for.
  enum Form: UInt8 {
    /// Nothing: the next sample names a form, or keeps its bits.
    case none
    /// Whole numbers of a decimal scale.
    case decimal
    /// Numbers with a fraction.
    case fraction
  }

  var time: Int64 = 0
  var distance: Int64 = 0
  var bits: UInt64 = 0
  /// The value times the scale, or the first part of a fraction.
  var whole: Int64 = 0
  /// The second part of a fraction.
  var rest: Int64 = 0
  /// Sixteen times the running mean of the differences of whole numbers.
  var slope: Int64 = 0
  var timeCode = RiceCode()
  var valueCode = RiceCode(learning: true)
  var restCode = RiceCode(learning: true)
  var form = Form.none
  var scale: UInt8 = 0
  var fraction = FractionForm()
  /// The window of bits that differed last.
  var leading: UInt8 = 0
  var length: UInt8 = 0

  /// How many decimal scales there are.
  static let scaleCount: UInt8 = 7

  /// The power of ten of a scale.
  @inline(__always)
  static func factor(_ scale: UInt8) -> Double {
    switch scale {
    case 0: 1
    case 1: 10
    case 2: 100
    case 3: 1000
    case 4: 10_000
    case 5: 100_000
    default: 1_000_000
    }
  }

  /// Begins a chunk.
  mutating func begin(_ time: Int64, _ value: Double) {
    self = SampleState()
    self.time = time
    bits = value.bitPattern
    if let whole = Self.whole(value, scale: 0) {
      self.whole = whole
      form = .decimal
    }
  }

  /// The difference that is expected next.
  @inline(__always)
  var expectedStep: Int64 { slope >> 4 }

  @inline(__always)
  mutating func moveWhole(by step: Int64) {
    slope &+= ((step &<< 4) &- slope) >> 2
    whole &+= step
  }

  /// Goes over to whole numbers of a decimal scale.
  mutating func enter(scale: UInt8, whole: Int64) {
    // What was learnt of another form does not fit.
    if form == .fraction || scale != self.scale {
      slope = 0
      valueCode = RiceCode(learning: true)
    }
    self.scale = scale
    self.whole = whole
    form = .decimal
  }

  /// Goes over to numbers with a fraction, of which the value of before is the first.
  mutating func enter(_ fraction: FractionForm) {
    slope = 0
    valueCode = RiceCode(learning: true)
    restCode = RiceCode(learning: true)
    self.fraction = fraction
    form = .fraction
    rest = 0
    resume()
  }

  /// Sets the parts of a fraction after bits were written, as far as they have any.
  mutating func resume() {
    guard form == .fraction,
      let parts = fraction.parts(of: Double(bitPattern: bits), near: rest)
    else { return }
    (whole, rest) = (parts.whole, parts.rest)
  }

  /// The value that form, whole number and rest stand for.
  @inline(__always)
  var number: Double {
    guard form == .decimal else {
      return fraction.value(FractionForm.Parts(whole: whole, rest: rest))
    }
    let number = Double(whole)
    return scale == 0 ? number : number / Self.factor(scale)
  }

  /// A value as a whole number of a scale, if that gives back each bit of it.
  @inline(__always)
  static func whole(_ value: Double, scale: UInt8) -> Int64? {
    // Below 2^53, and neither NaN nor infinite.
    let scaled = scale == 0 ? value : value * factor(scale)
    guard scaled.magnitude < 9_007_199_254_740_992 else { return nil }
    let whole: Int64
    let back: Double
    if scale == 0 {
      whole = Int64(scaled)
      back = Double(whole)
    } else {
      whole = Int64(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
      back = Double(whole) / factor(scale)
    }
    return back.bitPattern == value.bitPattern ? whole : nil
  }
}
