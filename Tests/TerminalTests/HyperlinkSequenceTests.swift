import Screen
import Testing

@testable import Terminal

/// Links over the cells of the screen (OSC 8).
@Suite struct HyperlinkSequenceTests {
  private func grid(_ text: String, to address: String) -> Grid {
    var grid = Grid(Size(30, 3))
    TextLine([TextSpan("runbook: "), TextSpan(text).leading(to: address)])
      .draw(in: Rect(x: 2, y: 1, width: 28, height: 1), on: &grid, symbols: .unicode)
    return grid
  }

  private func text(_ grid: Grid) -> String {
    String(decoding: HyperlinkSequence.bytes(for: grid), as: UTF8.self)
  }

  @Test func theTextIsWrittenOnceMoreInItsPlace() {
    let address = "https://runbooks.example/high-errors"
    #expect(
      text(grid("https://r.example", to: address))
        == "\u{1B}7\u{1B}[2;12H\u{1B}[0;4m\u{1B}]8;;\(address)\u{1B}\\https://r.example"
        + "\u{1B}]8;;\u{1B}\\\u{1B}8"
    )
  }

  @Test func nothingOfAnAddressIsObeyed() throws {
    let target = try #require(HyperlinkSequence.target("https://h/\u{1B}]8;;x\u{7}ä b"))
    #expect(target == "https://h/%1B]8;;x%07%C3%A4%20b")
  }

  @Test(arguments: ["javascript:alert(1)", "file:///etc/passwd", "runbook 7", ""])
  func onlyTheWebIsALink(_ address: String) {
    #expect(HyperlinkSequence.target(address) == nil)
    #expect(text(grid("text", to: address)).isEmpty)
  }

  @Test func whatIsDrawnOverIsNoLink() {
    var grid = grid("https://r.example", to: "https://r.example")
    grid.fill(Rect(x: 12, y: 0, width: 4, height: 3), style: .plain)
    #expect(text(grid).isEmpty)
  }

  @Test func aTooLongAddressIsLeftOut() {
    let path = String(repeating: "a", count: 3000)
    #expect(HyperlinkSequence.target("https://h/\(path)") == nil)
  }

  @Test(arguments: [
    (["TERM": "xterm-256color"], false), (["TERM": "linux"], false), ([:], false),
    (["TERM": "xterm-kitty"], true), (["TERM": "tmux-256color"], true),
    (["TERM": "xterm-256color", "VTE_VERSION": "7200"], true),
    (["TERM": "xterm-256color", "VTE_VERSION": "4800"], false),
    (["TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"], true),
  ])
  func onlyTerminalsThatAreKnownGetLinks(_ environment: [String: String], _ isKnown: Bool) {
    #expect(HyperlinkSequence.isKnown(to: environment) == isKnown)
  }
}
