import Screen
import Terminal

/// A grid as text.
enum SnapshotText {
  /// Lines without trailing blanks.
  static func plain(_ grid: Grid) -> String {
    (0..<grid.size.height).map { trimmed(grid.text(row: $0)) + "\n" }.joined()
  }

  /// The same with the colours of a theme as escape sequences of 256 colours.
  static func ansi(_ grid: Grid, _ theme: Theme) -> String {
    var text = ""
    for y in 0..<grid.size.height {
      var style: Style?
      for x in 0..<grid.size.width {
        let cell = grid[x, y]
        guard !cell.isContinuation else { continue }
        if cell.style != style {
          text += sequence(theme[cell.style.role], cell.style.emphasis)
          style = cell.style
        }
        text += cell.text
      }
      text += "\u{1B}[0m\n"
    }
    return text
  }

  private static func sequence(_ look: Look, _ own: Emphasis) -> String {
    let emphasis = look.emphasis.union(own)
    var codes = ["0"]
    if emphasis.contains(.bold) { codes.append("1") }
    if emphasis.contains(.dim) { codes.append("2") }
    if emphasis.contains(.underline) { codes.append("4") }
    if emphasis.contains(.reverse) { codes.append("7") }
    if let foreground = look.foreground { codes += ["38", "5", "\(foreground)"] }
    if let background = look.background { codes += ["48", "5", "\(background)"] }
    return "\u{1B}[\(codes.joined(separator: ";"))m"
  }

  private static func trimmed(_ line: String) -> String {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}
