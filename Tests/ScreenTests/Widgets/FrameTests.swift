import Screen
import TestSupport
import Testing

@Suite struct FrameTests {
  private func lines(
    _ width: Int,
    _ height: Int,
    _ frame: Frame,
    _ symbols: Symbols = .unicode
  )
    -> [String]
  {
    drawn(width, height) { frame.draw(in: $0.bounds, on: &$0, symbols: symbols) }
  }

  @Test func theInsideIsLeftAlone() {
    #expect(
      lines(16, 3, Frame(title: "Latency")) == [
        "┌ Latency ─────┐", "│xxxxxxxxxxxxxx│", "└──────────────┘",
      ]
    )
    #expect(
      lines(16, 3, Frame(title: "Latency"), .ascii) == [
        "+ Latency -----+", "|xxxxxxxxxxxxxx|", "+--------------+",
      ]
    )
  }

  @Test func focusChangesLinesAndRole() {
    var grid = Grid(Size(8, 3))
    Frame(title: "A", isFocused: true).draw(in: grid.bounds, on: &grid, symbols: .unicode)
    #expect(grid.lines == ["┏ A ━━━┓", "┃      ┃", "┗━━━━━━┛"])
    #expect(grid.roleLines == ["FTTTFFFF", "F......F", "FFFFFFFF"])
  }

  @Test func badgeAndNotesStandInTheTopLine() {
    let frame = Frame(
      title: "Errors",
      badge: TextSpan("stale 3m", .stale),
      notes: [TextSpan("warn 1"), TextSpan("crit 5", priority: 1)]
    )
    var grid = Grid(Size(40, 2))
    frame.draw(in: grid.bounds, on: &grid, symbols: .unicode)
    #expect(grid.lines[0] == "┌ Errors stale 3m ────── warn 1 crit 5 ┐")
    #expect(grid.roleLines[0] == "bTTTTTTTTssssssssTbbbbbb..............Tb")
  }

  @Test func notesGoBeforeTheBadgeAndTheBadgeBeforeTheTitle() {
    let frame = Frame(
      title: "Latency",
      badge: TextSpan("old", .stale),
      notes: [TextSpan("one", priority: 1), TextSpan("two", priority: 2)]
    )
    #expect(lines(26, 1, frame) == ["─ Latency old ── one two ─"])
    #expect(lines(22, 1, frame) == ["─ Latency old ── two ─"])
    #expect(lines(18, 1, frame) == ["─ Latency old ────"])
    #expect(lines(12, 1, frame) == ["─ Latency ──"])
    #expect(lines(9, 1, frame) == ["─ Late… ─"])
    #expect(lines(5, 1, frame) == ["─ … ─"])
    #expect(lines(4, 1, frame) == ["────"])
  }

  @Test func verySmallFramesAreLines() {
    #expect(lines(2, 2, Frame(title: "A")) == ["┌┐", "└┘"])
    #expect(lines(1, 3, Frame(title: "A")) == ["│", "│", "│"])
    #expect(lines(1, 1, Frame(title: "A")) == ["─"])
    #expect(Frame.inside(of: Rect(x: 0, y: 0, width: 1, height: 9)).isEmpty)
  }

  @Test func wideTitlesAreCutBetweenCharacters() {
    #expect(lines(9, 2, Frame(title: "日本語日本"))[0] == "┌ 日本… ┐")
  }

  @Test func nothingIsDrawnOutside() {
    let frame = Frame(
      title: "Latency",
      badge: TextSpan("b"),
      notes: [TextSpan("note", priority: 0)]
    )
    #expect(faults { frame.draw(in: $0, on: &$1, symbols: $2) } == [])
  }
}
