import Dashboard
import Runtime
import Telemetry
import Testing

struct WindowCacheTests {
  private func window(
    _ expression: String = "up",
    end: Int? = nil,
    length: Int = 100,
    step: Int = 10
  ) -> RangeWindow {
    RangeWindow(
      expression: expression,
      end: end.map { at($0) },
      length: .seconds(length),
      step: .seconds(step),
      overlap: .seconds(20)
    )
  }

  /// A server with a point at each multiple of the step.
  private func answer(_ span: Stretch?, step: Int = 10) -> [TimeSeries] {
    guard let span else { return [] }
    let seconds = stride(from: Int(span.start.seconds), through: Int(span.end.seconds), by: step)
    return [TimeSeries(labels: LabelSet(["l": "a"]), samples: seconds.map { Sample(at($0), 1) })]
  }

  @discardableResult
  private func fetch(
    _ cache: inout WindowCache,
    _ window: RangeWindow,
    at now: Int
  ) throws -> (asked: Stretch?, shown: WindowCache.Window) {
    let ask = cache.ask(window, of: .prometheus, at: at(now))
    let step = Int(window.step.components.seconds)
    return (ask.span, try cache.merge(answer(ask.span, step: step), for: ask))
  }

  @Test func bothEndsAreRoundedDownToTheStep() {
    #expect(window().stretch(at: at(1009)) == span(900, 1000))
    #expect(window(length: 95).stretch(at: at(1009)) == span(900, 1000))
    #expect(window(end: 507).stretch(at: at(1009)) == span(400, 500))
  }

  @Test func theFirstQuestionIsTheWholeAndTheSecondTheEnd() throws {
    var cache = WindowCache()
    #expect(try fetch(&cache, window(), at: 1003).asked == span(900, 1000))
    let second = try fetch(&cache, window(), at: 1011)
    #expect(second.asked == span(980, 1010))
    #expect(second.shown.series.first?.samples.count == 12)
    #expect(second.shown.reusedPoints == 8)
  }

  @Test func anotherStepExpressionOrServerKnowsNothing() throws {
    var cache = WindowCache()
    try fetch(&cache, window(), at: 1000)
    #expect(try fetch(&cache, window(step: 20), at: 1000).asked == span(900, 1000))
    #expect(try fetch(&cache, window("down"), at: 1000).asked == span(900, 1000))
    let other = cache.ask(window(), of: .alertmanager, at: at(1000))
    #expect(other.span == span(900, 1000))
  }

  @Test func panningBackAsksTheWholeOnceAndReturningAsksTheEnd() throws {
    var cache = WindowCache()
    try fetch(&cache, window(), at: 1000)
    #expect(try fetch(&cache, window(end: 950), at: 1000).asked == span(850, 950))
    #expect(try fetch(&cache, window(end: 960), at: 1000).asked == nil)
    #expect(try fetch(&cache, window(end: 950), at: 1000).asked == nil)
    #expect(try fetch(&cache, window(), at: 1020).asked == span(980, 1020))
  }

  @Test func whatIsKnownForGoodIsShownWithoutAsking() throws {
    var cache = WindowCache()
    try fetch(&cache, window(length: 500), at: 1000)
    let past = try fetch(&cache, window(end: 800), at: 1000)
    #expect(past.asked == nil)
    #expect(past.shown.series.first?.samples.count == 12)
    #expect(past.shown.reusedPoints == 12)
  }

  @Test func anAnswerFitsItsQuestionThoughTheWindowWasDroppedMeanwhile() throws {
    var cache = WindowCache(windowLimit: 1)
    try fetch(&cache, window(), at: 1000)
    let ask = cache.ask(window(), of: .prometheus, at: at(1010))
    try fetch(&cache, window("other"), at: 1010)
    let shown = try cache.merge(answer(ask.span), for: ask)
    #expect(shown.series.first?.samples.count == 12)
  }

  @Test func theLeastRecentlyUsedWindowGoesFirst() throws {
    var cache = WindowCache(windowLimit: 2)
    try fetch(&cache, window("a"), at: 1000)
    try fetch(&cache, window("b"), at: 1000)
    try fetch(&cache, window("a"), at: 1010)
    try fetch(&cache, window("c"), at: 1010)
    #expect(cache.count == 2)
    #expect(cache.ask(window("a"), of: .prometheus, at: at(1010)).known != nil)
    #expect(cache.ask(window("b"), of: .prometheus, at: at(1010)).known == nil)
  }

  @Test func pointsAreBoundedWhateverTheWindowsHold() throws {
    var cache = WindowCache(pointLimit: 30)
    for name in ["a", "b", "c", "d"] {
      try fetch(&cache, window(name), at: 1000)
      #expect(cache.points <= 30)
    }
    #expect(cache.count == 2)
    try fetch(&cache, window("huge", length: 1000), at: 1000)
    #expect(cache.ask(window("huge", length: 1000), of: .prometheus, at: at(1000)).known == nil)
    #expect(cache.count == 2)
  }

  /// Two polls with one expression share a window and do not spoil it for each other.
  @Test func answersToTwoQuestionsUnderWayAreBothWhole() throws {
    var cache = WindowCache()
    try fetch(&cache, window(), at: 1000)
    let one = cache.ask(window(), of: .prometheus, at: at(1010))
    let other = cache.ask(window(), of: .prometheus, at: at(1020))
    let later = try cache.merge(answer(other.span), for: other)
    let earlier = try cache.merge(answer(one.span), for: one)
    #expect(later.series.first?.samples.last?.timestamp == at(1020))
    #expect(earlier.series.first?.samples.last?.timestamp == at(1010))
    #expect(earlier.series.first?.samples.count == 12)
  }

  /// Range 1 h, step 20 s, refresh 5 s: what is asked after the first time is far below 5 %.
  @Test func refreshesAskForLessThanATwentiethOfTheWindow() throws {
    var cache = WindowCache()
    var answered = AnsweredMoments()
    let hour = RangeWindow(
      expression: "up",
      end: nil,
      length: .seconds(3600),
      step: .seconds(20),
      overlap: .seconds(80)
    )
    let poll = Poll(Poll.ID("up"), .prometheus, .range(hour), every: .seconds(5))
    let first = try fetch(&cache, hour, at: 100_000).asked?.points(step: hour.step) ?? 0
    answered.note(poll, askedAt: at(100_000))
    #expect(first == 181)
    var asked = 0
    let refreshes = 720
    for refresh in 1...refreshes where answered.isWorthAsking(poll, at: at(100_000 + refresh * 5)) {
      let now = 100_000 + refresh * 5
      asked += try fetch(&cache, hour, at: now).asked?.points(step: hour.step) ?? 0
      answered.note(poll, askedAt: at(now))
    }
    #expect(asked == 180 * 6)
    #expect(Double(asked) / Double(refreshes) < 0.05 * Double(first))
  }
}
