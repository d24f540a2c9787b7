import Telemetry
import Testing

@Suite struct TimestampTests {
  @Test(
    arguments: [
      (0, 0), (1, 1_000_000), (-1, -1_000_000), (1_700_000_000_123, 1_700_000_000_123_000_000),
      (Int64.max, Int64.max), (Int64.min, Int64.min),
      (9_223_372_036_855, Int64.max), (-9_223_372_036_855, Int64.min),
    ] as [(Int64, Int64)]
  )
  func millisecondsSaturate(milliseconds: Int64, nanoseconds: Int64) {
    #expect(Timestamp(milliseconds: milliseconds).nanoseconds == nanoseconds)
  }

  @Test(
    arguments: [
      (1.5, 1500), (1_700_000_000.1234, 1_700_000_000_123), (1_700_000_000.9996, 1_700_000_001_000),
      (-0.25, -250), (.nan, 0),
    ] as [(Double, Int64)]
  )
  func secondsAreRoundedToMilliseconds(seconds: Double, milliseconds: Int64) {
    #expect(Timestamp(seconds: seconds) == Timestamp(milliseconds: milliseconds))
  }

  @Test func secondsOutOfRangeSaturate() {
    #expect(Timestamp(seconds: .infinity) > Timestamp(seconds: 9e9))
    #expect(Timestamp(seconds: -.infinity) < Timestamp(seconds: -9e9))
    #expect(Timestamp(seconds: 1e300) == Timestamp(seconds: .infinity))
  }

  @Test func millisecondsRoundDownOnBothSidesOfTheEpoch() {
    #expect(Timestamp(nanoseconds: 1_999_999).milliseconds == 1)
    #expect(Timestamp(nanoseconds: -1).milliseconds == -1)
    #expect(Timestamp(nanoseconds: -1_000_000).milliseconds == -1)
    #expect(Timestamp(nanoseconds: -1_000_001).milliseconds == -2)
  }

  @Test func arithmeticIsExactToTheNanosecond() {
    let moment = Timestamp(nanoseconds: 1_700_000_000_000_000_001)
    #expect((moment + .nanoseconds(1)).nanoseconds == 1_700_000_000_000_000_002)
    #expect((moment - .seconds(1)).nanoseconds == 1_699_999_999_000_000_001)
    #expect(moment - Timestamp(nanoseconds: 1_700_000_000_000_000_000) == .nanoseconds(1))
    #expect(Timestamp(nanoseconds: 5) < moment)
  }

  @Test func arithmeticSaturates() {
    let (first, last) = (Timestamp(nanoseconds: .min), Timestamp(nanoseconds: .max))
    #expect(last + .seconds(1) == last)
    #expect(first - .seconds(1) == first)
    #expect(last - first == .nanoseconds(Int64.max))
    #expect(first - last == .nanoseconds(Int64.min))
    #expect(last + .seconds(Int64.max) == last)
  }

  @Test(arguments: [
    (10, 5, 10), (14, 5, 10), (-1, 5, -5), (-5, 5, -5), (-6, 5, -10), (7, 0, 7), (7, -5, 7),
  ])
  func flooringGivesTheMultipleThatIsNotAfter(seconds: Int, step: Int, expected: Int) {
    let moment = Timestamp(seconds: Double(seconds))
    #expect(moment.floored(to: .seconds(step)) == Timestamp(seconds: Double(expected)))
  }

  @Test func flooringTwiceIsFlooringOnce() {
    for offset in stride(from: -40, to: 40, by: 3) {
      let moment = Timestamp(nanoseconds: 1_700_000_000_000_000_000 + Int64(offset) * 777_777_777)
      let once = moment.floored(to: .seconds(15))
      #expect(once.floored(to: .seconds(15)) == once)
      #expect(once <= moment && moment - once < .seconds(15))
    }
  }

  @Test func durationsGiveNanosecondsAndSeconds() {
    #expect(Duration.milliseconds(1500).nanoseconds == 1_500_000_000)
    #expect(Duration.milliseconds(1500).inSeconds == 1.5)
    #expect(Duration.seconds(-2).nanoseconds == -2_000_000_000)
    #expect(Duration.seconds(Int64.max).nanoseconds == .max)
    #expect(Duration.seconds(-Int64.max).nanoseconds == .min + 1)
  }
}
