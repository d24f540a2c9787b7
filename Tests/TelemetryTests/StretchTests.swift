import Telemetry
import Testing

@Suite struct StretchTests {
  private func stretch(_ start: Double, _ end: Double) -> Stretch {
    Stretch(from: Timestamp(seconds: start), to: Timestamp(seconds: end))
  }

  @Test func theEndIsNotInIt() {
    let stretch = stretch(10, 20)
    #expect(stretch.contains(Timestamp(seconds: 10)) && !stretch.contains(Timestamp(seconds: 20)))
    #expect(stretch.length == .seconds(10) && !stretch.isEmpty)
  }

  @Test func exchangedEndsMakeItEmpty() {
    let stretch = stretch(20, 10)
    #expect(stretch.isEmpty && !stretch.contains(Timestamp(seconds: 15)))
    #expect(stretch.points(step: .seconds(1)) == 0)
  }

  @Test func pointsLieAtBothEnds() {
    #expect(stretch(0, 60).points(step: .seconds(15)) == 5)
    #expect(stretch(0, 0).points(step: .seconds(15)) == 1)
    #expect(stretch(0, 60).points(step: .zero) == 0)
  }

  @Test func thePartInAnotherOneIsNeverTurnedRound() {
    #expect(stretch(0, 60).clamped(to: stretch(30, 90)) == stretch(30, 60))
    #expect(stretch(0, 10).clamped(to: stretch(30, 90)).isEmpty)
  }
}
