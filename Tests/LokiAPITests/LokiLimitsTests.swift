import Telemetry
import Testing

@testable import LokiAPI

@Suite struct LokiLimitsTests {
  @Test func aLimitOfLinesIsReadFromTheRefusal() {
    var limits = LokiLimits()
    let message =
      "max entries limit per query exceeded, limit > max_entries_limit_per_query (5001 > 500)"
    // The same words again bring nothing new, so that nobody asks in a circle.
    let isNew = [limits.learn(from: message), limits.learn(from: message)]
    #expect(isNew == [true, false])
    #expect(limits.entries == 500)
  }

  @Test(arguments: [
    ("30d1h", 2_595_600), ("721h0m0s", 2_595_600), ("1h0m0.5s", 3600), ("90m", 5400),
  ])
  func aLimitOfLengthIsReadFromTheRefusal(text: String, seconds: Int) {
    var limits = LokiLimits()
    let message =
      "the query time range exceeds the limit (query length: 1440h0m5s, limit: \(text))"
    let isNew = limits.learn(from: message)
    #expect(isNew)
    #expect(limits.length?.components.seconds == Int64(seconds))
  }

  @Test(arguments: [
    "parse error at line 1, col 17: syntax error: unexpected |, expecting } or ,",
    "the query time range exceeds the limit (query length: 5h, limit: soon)",
    "max entries limit per query exceeded", "",
  ])
  func otherRefusalsTeachNothing(message: String) {
    var limits = LokiLimits()
    let isNew = limits.learn(from: message)
    #expect(!isNew)
    #expect(limits == LokiLimits())
  }

  @Test func answersThatGrewTooLargeAreAskedForInPartsUntilTheyAreSmall() {
    var limits = LokiLimits()
    let fewer = limits.shrink(from: 5000)
    #expect(fewer == 1250)
    limits.grow(after: 5 << 20)
    #expect(limits.comfortable == 1250)
    limits.grow(after: 1000)
    #expect(limits.comfortable == 2500)
    limits.grow(after: 1000)
    #expect(limits.comfortable == nil)
    let least = limits.shrink(from: 2)
    #expect(least == 1)
  }
}
