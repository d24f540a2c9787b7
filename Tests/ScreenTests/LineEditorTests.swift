import Screen
import TestSupport
import Testing

@Suite struct LineEditorTests {
  private func typed(_ keys: [Key], in text: String = "") -> LineEditor {
    var editor = LineEditor(text)
    for key in keys { _ = editor.take(key) }
    return editor
  }

  @Test func lettersStandWhereTheCursorIs() {
    #expect(typed([.character("b"), .left, .character("a")]).text == "ab")
    #expect(typed([.home, .character("x"), .end, .character("y")], in: "ab").text == "xaby")
  }

  @Test(arguments: [
    (Key.backspace, "one tw"), (.control("u"), ""), (.control("w"), "one "), (.delete, "one two"),
    (.control("k"), "one two"),
  ])
  func keysTakeTextAway(_ key: Key, _ left: String) {
    #expect(typed([key], in: "one two").text == left)
  }

  @Test func aWordGoesWithTheBlanksBehindIt() {
    #expect(typed([.control("w")], in: "one two  ").text == "one ")
    #expect(typed([.left, .left, .left, .control("k")], in: "one two").text == "one ")
  }

  @Test func theCursorStaysInTheText() {
    #expect(typed([.left, .left, .left, .backspace], in: "a").text == "a")
    #expect(typed([.right, .right, .delete], in: "a").cursor == 1)
  }

  @Test func aPasteIsOneLine() {
    #expect(typed([.paste("\r\none\r\ntwo\n")], in: "a ").text == "a one two")
  }

  @Test func aHugePasteIsCut() {
    let editor = typed([.paste(String(repeating: "x", count: 10_000))], in: "ab")
    #expect(editor.text.count == LineEditor.limit)
    #expect(editor.cursor == LineEditor.limit)
  }

  @Test(arguments: [Key.enter, .escape, .up, .down, .tab, .pageUp, .control("x"), .function(1)])
  func otherKeysAreNotForTheLine(_ key: Key) {
    var editor = LineEditor("a")
    let isTaken = editor.take(key)
    #expect(!isTaken)
    #expect(editor == LineEditor("a"))
  }

  @Test func theCursorIsAReversedCellAndAlwaysSeen() {
    for width in 1...12 {
      for back in 0...9 {
        let editor = typed(Array(repeating: .left, count: back), in: "abc日本defg")
        var grid = Grid.marked(14, 1)
        let area = Rect(x: 1, y: 0, width: width, height: 1)
        editor.draw(in: area, on: &grid, style: .plain, symbols: .unicode)
        let reversed = (0..<14).filter { grid[$0, 0].style.emphasis.contains(.reverse) }
        #expect(!reversed.isEmpty && reversed.allSatisfy { $0 >= 1 && $0 <= width }, "\(width)")
        #expect(grid[0, 0].text == "x" && grid[width + 1, 0].text == "x")
      }
    }
  }

  @Test func whatIsCutAtTheLeftIsMarked() {
    var grid = Grid.marked(6, 1)
    LineEditor("abcdefgh").draw(in: grid.bounds, on: &grid, style: .plain, symbols: .unicode)
    #expect(grid.text(row: 0) == "…efgh ")
    LineEditor("\u{1B}[2J").draw(in: grid.bounds, on: &grid, style: .plain, symbols: .unicode)
    #expect(grid.text(row: 0) == "␛[2J  ")
  }
}
