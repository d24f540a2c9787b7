import Screen
import TestSupport
import Testing

@Suite struct OverlayTests {
  @Test func overlaysAreCentredAndCleared() {
    let overlay = Overlay(frame: Frame(title: "Help"), content: Size(8, 1))
    let text = drawn(16, 5) {
      let inside = overlay.draw(in: $0.bounds, on: &$0, symbols: .unicode)
      $0.put("content!", x: inside.x, y: inside.y, limit: inside.width)
    }
    #expect(
      text == [
        "xxxxxxxxxxxxxxxx", "xx┌ Help ────┐xx", "xx│ content! │xx", "xx└──────────┘xx",
        "xxxxxxxxxxxxxxxx",
      ]
    )
    #expect(overlay.place(in: Rect(x: 0, y: 0, width: 4, height: 2)).size == Size(4, 2))
  }

  @Test func footersShowWhatFits() {
    let bar = KeyBar([
      .init("?", "help", priority: 9), .init("/", "filter"), .init("v", "cursor", priority: 1),
      .init("q", "quit", priority: 8),
    ])
    func line(_ width: Int) -> String {
      drawn(width, 1) { bar.draw(in: $0.bounds, on: &$0, symbols: .unicode) }[0]
    }
    #expect(line(40) == " ? help  / filter  v cursor  q quit     ")
    #expect(line(35) == " ? help  / filter  v cursor  q quit")
    #expect(line(34) == " ? help  v cursor  q quit  …       ".dropLast())
    #expect(line(18) == " ? help  q quit  …")
    #expect(line(17) == " ? help  …       ")
    #expect(line(3) == " … ")
    #expect(line(1) == "…")
    #expect(faults { bar.draw(in: $0, on: &$1, symbols: $2) } == [])
  }

  @Test func nothingIsDrawnOutside() {
    let overlay = Overlay(frame: Frame(title: "Help"), content: Size(8, 3))
    #expect(faults { _ = overlay.draw(in: $0, on: &$1, symbols: $2) } == [])
  }
}
