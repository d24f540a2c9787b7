import Runtime
import Testing

struct FramePacerTests {
  @Test func theFirstFrameMayComeAtOnce() {
    #expect(FramePacer().earliest(.data, since: .zero) <= .zero)
  }

  @Test(arguments: [
    (FramePacer.Urgency.routine, 1000), (.stream, 250), (.data, 100), (.resize, 33), (.key, 0),
    (.still, 10_000),
  ])
  func framesKeepTheirDistance(urgency: FramePacer.Urgency, milliseconds: Int) {
    var pacer = FramePacer()
    pacer.didDraw(.key, at: .seconds(7))
    let earliest = pacer.earliest(urgency, since: .seconds(7))
    #expect(earliest == .seconds(7) + .milliseconds(milliseconds))
  }

  @Test func awaitedAnswersKeepTheirDistanceFromEachOtherAlone() {
    var pacer = FramePacer()
    pacer.didDraw(.key, at: .milliseconds(100))
    let first = pacer.earliest(.awaited, since: .milliseconds(105))
    #expect(first == .milliseconds(105) + FramePacer.gathering)
    pacer.didDraw(.awaited, at: first)
    #expect(pacer.earliest(.awaited, since: first) == first + .milliseconds(33))
    pacer.didDraw(.key, at: first + .milliseconds(20))
    #expect(pacer.earliest(.awaited, since: first) == first + .milliseconds(33))
    let late = first + .milliseconds(500)
    #expect(pacer.earliest(.awaited, since: late) == late + FramePacer.gathering)
  }

  @Test func aKeyIsInMoreHasteThanASizeAndASizeThanData() {
    #expect(FramePacer.Urgency.still < .routine)
    #expect(FramePacer.Urgency.routine < .stream)
    #expect(FramePacer.Urgency.stream < .data)
    #expect(FramePacer.Urgency.data < .awaited)
    #expect(FramePacer.Urgency.awaited < .resize)
    #expect(FramePacer.Urgency.resize < .key)
  }
}
