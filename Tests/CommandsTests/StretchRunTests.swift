import Telemetry
import Testing

@testable import Commands

/// Stretches that are asked for together.
@Suite struct StretchRunTests {
  private static let day = Duration.seconds(86_400)

  private func days(_ hours: [Int]) -> [Stretch] {
    var start = Timestamp(seconds: 0)
    return hours.map { hours in
      let stretch = Stretch(from: start, to: start + .seconds(3600 * hours))
      start = stretch.end
      return stretch
    }
  }

  @Test func equalDaysAreOneQuestion() throws {
    let runs = StretchRun.list(days([24, 24, 24]))
    let run = try #require(runs.first)
    #expect(runs.count == 1 && run.length == Self.day && run.distance == Self.day)
    #expect(run.ends == Stretch(from: Timestamp(seconds: 86_400), to: Timestamp(seconds: 259_200)))
  }

  @Test func aDayOfAnotherLengthIsAQuestionOfItsOwn() {
    let runs = StretchRun.list(days([24, 24, 25, 24, 24]))
    #expect(runs.map(\.length) == [Self.day, .seconds(90_000), Self.day])
    #expect(runs.map { $0.ends.points(step: $0.distance) } == [2, 1, 2])
  }

  @Test func weeksAreAskedAtTheirDistance() {
    let weeks = (0..<5).map { week in
      let end = Timestamp(seconds: Double(week) * 604_800)
      return Stretch(from: end - Self.day, to: end)
    }
    let runs = StretchRun.list(weeks)
    #expect(runs.map(\.distance) == [.seconds(604_800)] && runs.map(\.length) == [Self.day])
  }
}
