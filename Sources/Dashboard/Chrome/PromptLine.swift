import Logs
import Screen

/// The last row where a line is typed or a remark shown.
struct PromptLine {
  let scene: Scene

  /// The rows that a long remark may take above the footer.
  private static let remarkRows = 3

  /// The line that is being typed, with what is wrong with it at its right, or above it where that
  /// is too long for what is left of the row.
  func draw(_ prompt: Prompt, in area: Rect, on grid: inout Grid) {
    grid.fill(area, style: .plain)
    let lead = area.width < 40 ? prompt.kind.shortLead : " \(prompt.kind.lead)"
    let x = grid.put(lead, x: area.x, y: area.y, style: Style(.key, .bold))
    let room = area.endX - x
    let style = Style(prompt.problem == nil ? .muted : .warning)
    var remark = prompt.problem ?? previewText(prompt)
    // The cursor stands behind the text, and two blanks keep it apart.
    let left = room - VisibleText.width(of: prompt.editor.text) - 3
    if VisibleText.width(of: remark) > left {
      if prompt.problem == nil {
        remark =
          left < 8 ? "" : VisibleText.truncated(remark, to: left, ellipsis: scene.symbols.ellipsis)
      } else if area.y > 1 {
        drawAbove(area, remark, style, on: &grid)
        remark = ""
      } else {
        remark = VisibleText.truncated(
          remark,
          to: max(0, room / 2),
          ellipsis: scene.symbols.ellipsis
        )
      }
    }
    let width = remark.isEmpty ? 0 : VisibleText.width(of: remark) + 2
    let line = Rect(x: x, y: area.y, width: room - width, height: 1)
    prompt.editor.draw(in: line, on: &grid, style: Style(.text), symbols: scene.symbols)
    grid.put(remark, x: line.endX + 1, y: area.y, style: style)
  }

  /// A remark in the footer, and in the rows above it where it is longer than a row.
  func drawRemark(_ text: String, _ style: Style, in area: Rect, on grid: inout Grid) {
    guard VisibleText.width(of: text) > area.width - 1, area.y > 1 else {
      TextLine(" \(text)", style).draw(in: area, on: &grid, symbols: scene.symbols)
      return
    }
    let end = Rect(x: area.x, y: area.y + 1, width: area.width, height: 0)
    drawAbove(end, text, style, atMost: max(Self.remarkRows, area.y / 2), on: &grid)
  }

  /// Writes words into the rows that end above an area.
  private func drawAbove(
    _ area: Rect,
    _ text: String,
    _ style: Style,
    atMost rows: Int = Self.remarkRows,
    on grid: inout Grid
  ) {
    let most = min(rows, area.y - 1)
    let lines = VisibleText.wrapped(text, to: max(1, area.width - 2))
    var shown = Array(lines.prefix(most))
    if lines.count > most, let last = shown.popLast() {
      let cut = VisibleText.truncated(
        last + " \(Character(scene.symbols.ellipsis))",
        to: area.width - 2,
        ellipsis: scene.symbols.ellipsis
      )
      shown.append(cut)
    }
    for (index, line) in shown.enumerated() {
      let row = Rect(
        x: area.x,
        y: area.y - shown.count + index,
        width: area.width,
        height: 1
      )
      grid.fill(row, style: .plain)
      grid.mark(row, as: .cover)
      grid.put(" \(line)", x: row.x, y: row.y, limit: row.width, style: style)
    }
  }

  /// How many of the lines held the typed filter lets through.
  private func previewText(_ prompt: Prompt) -> String {
    guard prompt.isPreviewing else { return "" }
    let lines = scene.world.logs.lines
    // Marks are shown under every filter.
    let marks = lines.marks
    let (shown, all) = (max(0, lines.count - marks), lines.ring.count - marks)
    let sofar = lines.isExamined ? "" : ", still searching"
    return "\(shown) of \(all) lines match\(sofar)"
  }
}
