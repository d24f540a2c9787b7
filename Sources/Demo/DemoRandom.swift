/// Numbers that follow from a seed and a place, so that any place can be the first to be looked at
/// (SplitMix64).
struct DemoRandom {
  private var state: UInt64

  init(_ seed: UInt64, _ place: Int, _ stream: UInt64) {
    state = Self.mixed(
      seed ^ Self.mixed(UInt64(bitPattern: Int64(place)) ^ (stream &* 0xA24B_AED4_963E_E407))
    )
  }

  /// The next number, any value.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mixed(state)
  }

  /// The next number from 0 up to but not including 1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Whether something happens that does so with a chance of 0…1.
  mutating func happens(_ chance: Double) -> Bool { unit() < chance }

  /// How often something happens that does so this often on average (Knuth's product of uniforms;
  /// means are a few tens at most).
  mutating func count(mean: Double) -> Int {
    let limit = Mathematics.exp(-mean)
    var product = unit()
    var count = 0
    while product > limit {
      product *= unit()
      count += 1
    }
    return count
  }

  /// A number from 0 to 1 that changes smoothly, with a new direction every `width` seconds.
  static func drift(_ seed: UInt64, at second: Int, every width: Int, _ stream: UInt64) -> Double {
    let (quotient, remainder) = second.quotientAndRemainder(dividingBy: width)
    func value(_ place: Int) -> Double {
      var random = DemoRandom(seed, place, stream)
      return random.unit()
    }
    let share = Double(remainder) / Double(width)
    let smooth = share * share * (3 - 2 * share)
    return value(quotient) * (1 - smooth) + value(quotient + 1) * smooth
  }

  private static func mixed(_ word: UInt64) -> UInt64 {
    var word = word
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
