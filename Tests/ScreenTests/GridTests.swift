import Screen
import TestSupport
import Testing

@Suite struct GridTests {
  @Test func textIsClippedAtTheEdges() {
    #expect(drawn(6, 1) { $0.put("abcdefgh", x: 0, y: 0) } == ["abcdef"])
    #expect(drawn(6, 1) { $0.put("abcdefgh", x: -3, y: 0) } == ["defghx"])
    #expect(drawn(6, 1) { $0.put("abc", x: 0, y: 1) } == ["xxxxxx"])
    #expect(drawn(6, 1) { $0.put("abc", x: 1, y: 0, limit: 2) } == ["xabxxx"])
    #expect(drawn(6, 1) { $0.put("abc", x: 9, y: 0) } == ["xxxxxx"])
  }

  @Test func aWideCharacterIsShownWholeOrNotAtAll() {
    #expect(drawn(5, 1) { $0.put("日本語", x: 0, y: 0) } == ["日本x"])
    #expect(drawn(5, 1) { $0.put("日本", x: -1, y: 0) } == ["x本xx"])
    #expect(drawn(4, 1) { $0.put("a日", x: 0, y: 0, limit: 2) } == ["axxx"])
  }

  @Test func overwritingHalfAWideCharacterBlanksTheOther() {
    let right = drawn(4, 1) {
      $0.put("日本", x: 0, y: 0)
      $0.put("a", x: 1, y: 0)
    }
    #expect(right == [" a本"])
    let left = drawn(4, 1) {
      $0.put("日本", x: 0, y: 0)
      $0.put("a", x: 2, y: 0)
    }
    #expect(left == ["日a "])
    let across = drawn(4, 1) {
      $0.put("日本", x: 0, y: 0)
      $0.put("語", x: 1, y: 0)
    }
    #expect(across == [" 語 "])
  }

  @Test func marksStayOnTheirOwnCharacter() {
    let lines = drawn(4, 1) {
      $0.put("a", x: 0, y: 0)
      $0.put("\u{301}b", x: 1, y: 0)
    }
    #expect(lines.map { Array($0.unicodeScalars) } == [Array("a◌\u{301}bx".unicodeScalars)])
    let clipped = drawn(3, 1) { $0.put("日\u{301}b", x: -1, y: 0) }
    #expect(clipped.map { Array($0.unicodeScalars) } == [Array("xbx".unicodeScalars)])
  }

  @Test func aThirdMarkNeverReachesACell() {
    var grid = Grid(Size(4, 1))
    grid.put("e\u{301}\u{302}\u{303}", x: 0, y: 0)
    #expect(grid[0, 0].text.unicodeScalars.count == 3)
    #expect(grid[1, 0].text.unicodeScalars.first == "◌")
  }

  @Test func controlCharactersNeverReachACell() {
    var grid = Grid(Size(8, 1))
    grid.put("\u{1B}\n\r\u{9B}", x: 0, y: 0)
    #expect(grid.lines == ["␛␊␍<U+00"])
  }

  @Test func changesAreRunsOfCells() {
    let old = Grid(Size(8, 3))
    var new = old
    new.put("ab", x: 1, y: 0)
    new.put("c", x: 7, y: 0)
    new.put("日", x: 3, y: 2)
    #expect(
      new.changes(from: old).map { [$0.x, $0.y, $0.width] } == [[1, 0, 2], [7, 0, 1], [3, 2, 2]]
    )
    #expect(new.changedCells(from: old) == 5)
    #expect(new.changedCells(from: new) == 0)
    #expect(new.changedCells(from: Grid(Size(4, 4))) == 24)
  }

  @Test func aChangedHalfTakesTheOtherWithIt() {
    var old = Grid(Size(4, 1))
    old.put("日", x: 0, y: 0)
    var new = old
    new.put("本", x: 0, y: 0)
    #expect(new.changedCells(from: old) == 2)
  }

  @Test func foldingLeavesASCIIAlone() {
    var grid = Grid(Size(12, 1))
    grid.put("é – 日 e\u{301} ok", x: 0, y: 0)
    #expect(grid.inASCII().lines == ["? - ?  e ok "])
    #expect(grid.lines == ["é – 日 e\u{301} ok "])
  }

  @Test func restylingLeavesText() {
    var grid = Grid(Size(3, 1))
    grid.put("abc", x: 0, y: 0)
    grid.restyle(Rect(x: 1, y: 0, width: 9, height: 9)) { $0.role = .critical }
    #expect(grid.lines == ["abc"])
    #expect(grid.roleLines == [".cc"])
  }

  @Test func rectanglesAreNeverNegative() {
    let rect = Rect(x: 2, y: 2, width: 3, height: 1)
    #expect(rect.inset(horizontal: 2, vertical: 2).size == Size(0, 0))
    #expect(rect.intersection(Rect(x: 9, y: 9, width: 1, height: 1)).isEmpty)
    #expect(rect.row(1).isEmpty)
    #expect(rect.row(-1).isEmpty)
    #expect(Size(-1, -5) == Size(0, 0))
  }

  @Test func everyRoleHasItsOwnLetter() {
    #expect(Set(Role.allCases.map(\.letter)).count == Role.allCases.count)
  }
}
