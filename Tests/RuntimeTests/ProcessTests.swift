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

struct MinuteOfCostsTests {
  private func cost(_ frames: Int, _ bytes: Int?, _ traffic: ServerTraffic? = nil) -> ProcessCost {
    ProcessCost(
      presentation: PresentationCost(frames: frames, droppedFrames: 1, bytes: bytes),
      residentBytes: 5,
      logTraffic: traffic
    )
  }

  private func texts(
    _ minute: inout MinuteOfCosts,
    _ cost: ProcessCost,
    at seconds: Int
  ) -> [String] {
    minute.lines(cost, at: .seconds(seconds)).map { "\($0.kind) \($0.text)" }
  }

  @Test func aLineComesOnceAMinuteWithWhatTheMinuteCost() {
    var minute = MinuteOfCosts()
    #expect(texts(&minute, cost(10, 100), at: 59) == [])
    #expect(
      texts(&minute, cost(20, 200), at: 60)
        == ["frames shown=20 dropped=1 bytes=200 resident=5"]
    )
    #expect(texts(&minute, cost(30, 300), at: 119) == [])
    #expect(
      texts(&minute, cost(50, 700), at: 120)
        == ["frames shown=30 dropped=0 bytes=500 resident=5"]
    )
  }

  @Test func bytesThatNobodyCountsAreLeftOut() {
    var minute = MinuteOfCosts()
    #expect(texts(&minute, cost(20, nil), at: 60) == ["frames shown=20 dropped=1 resident=5"])
  }

  @Test func whatTheLogServerWasAskedHasItsOwnLine() {
    var minute = MinuteOfCosts()
    var traffic = ServerTraffic()
    (traffic.requests, traffic.bytes) = (3, 900)
    #expect(texts(&minute, cost(1, 1, traffic), at: 60).last == "logs requests=3 bytes=900")
    (traffic.requests, traffic.bytes) = (5, 1000)
    #expect(texts(&minute, cost(1, 1, traffic), at: 120).last == "logs requests=2 bytes=100")
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
