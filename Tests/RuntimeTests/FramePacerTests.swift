import Runtime
import Testing

struct FramePacerTests {
  @Test func theFirstFrameMayComeAtOnce() {
    #expect(FramePacer().earliest(.data) <= .zero)
  }

  @Test(arguments: [
    (FramePacer.Urgency.routine, 1000), (.stream, 250), (.data, 100), (.awaited, 33),
    (.resize, 33), (.key, 0), (.still, 10_000),
  ])
  func framesKeepTheirDistance(urgency: FramePacer.Urgency, milliseconds: Int) {
    var pacer = FramePacer()
    pacer.didDraw(at: .seconds(7))
    #expect(pacer.earliest(urgency) == .seconds(7) + .milliseconds(milliseconds))
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
