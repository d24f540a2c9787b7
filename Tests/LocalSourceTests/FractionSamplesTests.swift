import LocalSource
import PromQL
import Telemetry
import TestSupport
import Testing

/// Numbers with a fraction come back bit by bit, and sums of durations take few bytes.
@Suite struct FractionSamplesTests {
  private typealias Next = @Sendable (Double, inout SeededGenerator) -> Double

  /// A sum of so many durations, each rounded as the library rounds it.
  private static func sum(
    of durations: ClosedRange<Int>,
    _ seconds: @escaping @Sendable (Int, inout SeededGenerator) -> Double
  ) -> Next {
    { sum, random in
      (0..<Int.random(in: durations, using: &random)).reduce(sum) { sum, _ in
        sum + seconds(Int.random(in: 1_000_000...900_000_000, using: &random), &random)
      }
    }
  }

  /// Differences of a clock that counts seconds as a double, like Python's.
  private static func clock(_ uptime: Double) -> Next {
    sum(of: 0...5) { nanoseconds, random in
      let start = (uptime + Double.random(in: 0...1000, using: &random)) * 1e9
      return (start.rounded() + Double(nanoseconds)) / 1e9 - start.rounded() / 1e9
    }
  }

  private static let nanoseconds = sum(of: 0...5) { nanoseconds, _ in Double(nanoseconds) / 1e9 }

  private static let kinds: [(name: String, start: Double, next: Next)] = [
    ("seconds of a fresh host", 0, clock(100)),
    ("seconds of an old host", 1e5, clock(3e7)),
    ("nanoseconds", 0, nanoseconds),
    ("nanoseconds of a month", 2e6, nanoseconds),
    (
      "milliseconds", 3, sum(of: 1...3) { nanoseconds, _ in Double(nanoseconds / 1_000_000) / 1000 }
    ),
    ("tenths", 0, { value, _ in value + 0.1 }),
    ("negative", -5, { value, random in value - Double.random(in: 0...3, using: &random) }),
    ("around zero", 0, { _, random in Double.random(in: -1...1, using: &random) }),
    (
      "all sizes", 1,
      { _, random in
        let exponent = Int.random(in: -70...70, using: &random)
        return Double(
          sign: .minus,
          exponent: exponent,
          significand: .random(in: 1..<2, using: &random)
        )
      }
    ),
    (
      "past powers of two", 0.5,
      { value, random in
        (value > 1e18 ? 1e-9 : value) * Double.random(in: 1...1.3, using: &random)
      }
    ),
  ]

  /// Values that no form has, or nearly.
  private static let hostile: [Double] = [
    0, -0.0, .nan, StaleMarker.value, Double(bitPattern: 0x7ff8_dead_beef_0001), .infinity,
    -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude, -.leastNormalMagnitude,
    0x1p53, 0x1p53 - 1, 0x1p54, -0x1p54 + 2, 0x1p62, 0x1p63, 0x1p51 + 0.5, 0x1p-63, 0x1p-64,
    0.1 + 0.2, 1e-9, 1e9 + 1e-6, 1e22,
  ]

  private func checkRoundTrip(
    _ values: [Double],
    _ note: Comment,
    _ random: inout SeededGenerator
  ) throws {
    let store = SeriesStore(.unbounded)
    let id = try #require(store.identify([LabelSet(["__name__": "a"])]).first ?? nil)
    let samples = values.indices.map { StoredSample(id, Int64($0) * 5000, values[$0]) }
    for sample in samples { store.append([sample]) }
    let matcher = [LabelMatcher("__name__", .equal, "a")]
    let whole = store.series(matching: matcher, after: .min, through: .max).first
    #expect(whole?.values.map(\.bitPattern) == values.map(\.bitPattern), note)
    #expect(whole?.timestamps == samples.map(\.timestamp), note)
    let first = Int.random(in: values.indices, using: &random)
    let part = store.series(matching: matcher, after: Int64(first) * 5000, through: .max).first
    #expect(
      (part?.values ?? []).map(\.bitPattern) == values[(first + 1)...].map(\.bitPattern),
      note
    )
  }

  @Test func everyBitComesBack() throws {
    var random = SeededGenerator(seed: 0xF2AC)
    for round in 0..<fuzzCases(200) {
      let kind = Self.kinds[round % Self.kinds.count]
      var value = kind.start
      let values = (0..<Int.random(in: 1...900, using: &random)).map { _ in
        value = kind.next(value, &random)
        return value
      }
      try checkRoundTrip(values, "\(kind.name), round \(round)", &random)
    }
  }

  @Test func whatNoFormHasComesBackAmongTheRest() throws {
    var random = SeededGenerator(seed: 0xBAD)
    for round in 0..<fuzzCases(200) {
      let kind = Self.kinds[round % Self.kinds.count]
      let often = Int.random(in: 1...60, using: &random)
      var value = kind.start
      let values = (0..<Int.random(in: 1...900, using: &random)).map { _ in
        value = kind.next(value, &random)
        let isHostile = Int.random(in: 0..<often, using: &random) == 0
        return isHostile ? Self.hostile.randomElement(using: &random) ?? 0 : value
      }
      try checkRoundTrip(values, "\(kind.name), round \(round)", &random)
    }
  }

  @Test func sumsOfDurationsTakeTheBytesOfWhatIsAdded() throws {
    // A duration of up to 0.9 s in nanoseconds has 30 bits, so that five have 32.
    for (kind, most) in [("nanoseconds", 4.9), ("milliseconds", 2.6), ("tenths", 1.8)] {
      let (_, start, next) = try #require(Self.kinds.first { $0.name == kind })
      var random = SeededGenerator(seed: 5)
      let store = SeriesStore(.unbounded)
      let id = try #require(store.identify([LabelSet(["__name__": "a"])]).first ?? nil)
      let labels = store.status.bytes
      var value = start
      for index in 0..<4096 {
        value = next(value, &random)
        store.append([StoredSample(id, Int64(index) * 5000, value)])
      }
      let bytes = Double(store.status.bytes - labels) / 4096
      #expect(bytes < most, "\(kind)")
    }
  }
}
