import Logs
import Screen

extension Model {
  /// The line that is being typed, with what is wrong with it at its right.
  func draw(_ prompt: Prompt, in area: Rect, on grid: inout Grid) {
    var x = area.x
    x = grid.put(" \(prompt.kind.lead)", x: x, y: area.y, style: Style(.key, .bold))
    let room = area.endX - x
    let remark = prompt.problem ?? previewText(prompt)
    let problem = VisibleText.truncated(remark, to: max(0, room / 2), ellipsis: symbols.ellipsis)
    let problemWidth = problem.isEmpty ? 0 : VisibleText.width(of: problem) + 2
    let line = Rect(x: x, y: area.y, width: room - problemWidth, height: 1)
    prompt.editor.draw(in: line, on: &grid, style: Style(.text), symbols: symbols)
    grid.put(
      problem,
      x: line.endX + 1,
      y: area.y,
      style: Style(prompt.problem == nil ? .muted : .warning)
    )
  }

  /// How many of the lines held the typed filter lets through.
  private func previewText(_ prompt: Prompt) -> String {
    guard prompt.isPreviewing else { return "" }
    let all = logs.lines.ring.count
    let sofar = logs.lines.isExamined ? "" : ", still looking"
    return "\(logs.lines.count) of \(all) lines held\(sofar)"
  }
}
