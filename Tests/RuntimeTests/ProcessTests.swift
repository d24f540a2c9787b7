import Dashboard
import Screen
import Telemetry
import Testing

@testable import Runtime

struct WallTickerTests {
  @Test(arguments: [(0, 1002), (300, 702), (999, 3), (1000, 1002), (1001, 1001)])
  func theNextTickIsJustAfterTheSecond(milliseconds: Int64, wait: Int) {
    let now = Timestamp(milliseconds: 5_000_000 + milliseconds)
    #expect(WallTicker.untilNextSecond(now) == .milliseconds(wait))
  }
}

struct SystemReadingsTests {
  @Test func theProcessTakesMemoryAndTime() throws {
    let use = SystemReadings.processUse()
    #expect(try #require(use.residentBytes) > 1_000_000)
    #expect(try #require(use.processorTime) > .zero)
  }

  @Test func theWallClockIsInThisCentury() {
    #expect(SystemReadings.wallClock().seconds > 1_700_000_000)
  }
}

struct MinuteOfFramesTests {
  private func cost(_ frames: Int, _ bytes: Int?) -> ProcessCost {
    ProcessCost(
      presentation: PresentationCost(frames: frames, droppedFrames: 1, bytes: bytes),
      residentBytes: 5
    )
  }

  @Test func aLineComesOnceAMinuteWithWhatTheMinuteCost() {
    var minute = MinuteOfFrames()
    #expect(minute.line(cost(10, 100), at: .seconds(59)) == nil)
    #expect(
      minute.line(cost(20, 200), at: .seconds(60)) == "shown=20 dropped=1 bytes=200 resident=5"
    )
    #expect(minute.line(cost(30, 300), at: .seconds(119)) == nil)
    #expect(
      minute.line(cost(50, 700), at: .seconds(120)) == "shown=30 dropped=0 bytes=500 resident=5"
    )
  }

  @Test func bytesThatNobodyCountsAreLeftOut() {
    var minute = MinuteOfFrames()
    #expect(minute.line(cost(20, nil), at: .seconds(60)) == "shown=20 dropped=1 resident=5")
  }
}

struct RuntimeEnvironmentTests {
  @Test func theSameSeedGivesTheSameJitter() {
    func numbers(_ seed: UInt64) -> [Double] {
      let environment = RuntimeEnvironment(
        clock: ContinuousClock(),
        now: { at(0) },
        seed: seed
      )
      return (0..<50).map { _ in environment.random() }
    }
    #expect(numbers(7) == numbers(7))
    #expect(numbers(7) != numbers(8))
    #expect(numbers(7).allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(Set(numbers(7)).count == 50)
  }
}
