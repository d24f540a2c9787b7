import Screen
import Terminal
import Testing

@testable import Commands

@Suite struct SnapshotTextTests {
  private var grid: Grid {
    var grid = Grid(Size(8, 2))
    grid.put("ab", x: 1, y: 0)
    grid.put("日", x: 0, y: 1, style: Style(.critical, .bold))
    return grid
  }

  @Test func plainTextHasNoTrailingBlanksAndNoEscapes() {
    #expect(SnapshotText.plain(grid) == " ab\n日\n")
  }

  @Test func colouredTextSaysTheSameAndEndsEveryLineInPlain() {
    let text = SnapshotText.ansi(grid, Theme(.dark, depth: .full))
    let lines = text.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.hasSuffix("\u{1B}[0m") })
    #expect(text.contains("日"))
  }

  @Test func hostileTextCannotLeaveTheGrid() {
    var grid = Grid(Size(40, 1))
    grid.put("a\u{1B}[2Jb\u{9B}31mc\u{202E}d", x: 0, y: 0)
    let text = SnapshotText.plain(grid)
    #expect(
      !text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x9B || $0.value == 0x202E }
    )
  }
}
