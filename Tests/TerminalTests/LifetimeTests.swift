import Testing

@testable import Terminal

@Suite struct LifetimeTests {
  private let start = ContinuousClock.now

  @Test func itHasNoEndByItself() {
    let lifetime = Lifetime()
    #expect(!lifetime.isEnding && !lifetime.isOver(now: start + .seconds(100_000)))
    #expect(lifetime.timeout(now: start, other: nil) == nil)
    #expect(lifetime.timeout(now: start, other: start + .seconds(3)) == .seconds(3))
  }

  @Test func aLostTerminalEndsItWithinASecond() {
    var lifetime = Lifetime()
    lifetime.hangUp(now: start)
    #expect(!lifetime.isOver(now: start + .milliseconds(499)))
    #expect(lifetime.timeout(now: start, other: start + .seconds(3)) == .milliseconds(500))
    #expect(lifetime.isEnding && lifetime.isOver(now: start + .milliseconds(500)))
    #expect(lifetime.status == 128 + 1)
  }

  @Test func laterReasonsDoNotLengthenIt() {
    var lifetime = Lifetime()
    lifetime.terminate(.terminate, now: start)
    lifetime.hangUp(now: start + .milliseconds(400))
    #expect(!lifetime.isOver(now: start + .milliseconds(499)))
    #expect(lifetime.isOver(now: start + .milliseconds(500)))
    #expect(lifetime.status == 128 + 15)
    #expect(lifetime.timeout(now: start + .seconds(3), other: nil) == .zero)
  }
}
