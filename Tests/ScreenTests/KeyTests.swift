import Screen
import Testing

@Suite struct KeyTests {
  @Test(arguments: [
    Key.character("q"), .character("G"), .character("?"), .character(" "), .character("["),
    .control("l"), .enter, .escape, .tab, .backtab, .backspace, .delete, .up, .down, .left, .right,
    .pageUp, .pageDown, .home, .end, .function(1), .function(12),
  ])
  func everyKeyReadsBackFromItsText(key: Key) {
    #expect(!key.text.isEmpty)
    #expect(Key(text: key.text) == key)
  }

  @Test(arguments: [
    "", "Ctrl-", "Ctrl-LL", "F0", "F13", "Fx", "ab", "\u{1B}", "\t", "日", "Hyper-x",
  ])
  func whatIsNoKeyIsRefused(text: String) {
    #expect(Key(text: text) == nil)
  }

  @Test func namesAreReadInAnyCase() {
    #expect(Key(text: "shift-TAB") == .backtab)
    #expect(Key(text: "ctrl-L") == .control("l"))
    #expect(Key(text: "f5") == .function(5))
    #expect(Key(text: "f") == .character("f"))
  }
}
