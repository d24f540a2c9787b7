import Testing

@testable import Runtime

@Suite struct PollSlotsTests {
  private func firstSlots(of count: Int, every interval: Duration) -> [Duration] {
    (0..<count).map {
      PollSlots(interval: interval, place: $0, of: count).first(from: .seconds(100))
    }
  }

  @Test func aRefreshIsSpreadOverTheIntervalFourAtATime() {
    let slots = firstSlots(of: 28, every: .seconds(7))
    let counts = Dictionary(grouping: slots, by: \.self).mapValues(\.count)
    #expect(counts.count == 7)
    #expect(counts.values.allSatisfy { $0 == 4 })
    let moments = counts.keys.sorted()
    for (earlier, later) in zip(moments, moments.dropFirst()) {
      #expect(later - earlier == .seconds(1))
    }
  }

  @Test func aPlanThatFourDoNotDivideIsSpreadToo() {
    let slots = firstSlots(of: 6, every: .seconds(4))
    #expect(Set(slots).count == 2)
    #expect(Set(slots.prefix(4)).count == 1)
  }

  @Test func aPollKeepsItsRhythm() {
    let slots = PollSlots(interval: .seconds(5), place: 9, of: 28)
    let first = slots.first(from: .seconds(100))
    #expect(slots.next(after: first) == first + .seconds(5))
    #expect(slots.next(afterSendingAt: first + .milliseconds(40)) == first + .seconds(5))
    // A first request, sent late in its interval, is not followed by its next one at once.
    #expect(slots.next(afterSendingAt: first - .seconds(1)) == first + .seconds(5))
  }
}
