import Screen
import Telemetry

/// A grid as SVG: text that can be selected, and lines and blocks as shapes.
struct SnapshotPicture {
  private let grid: Grid
  private let palette: Palette
  private let title: String
  private let description: String
  private static let (width, height) = (CellShape.width, CellShape.height)

  /// - Parameters:
  ///   - grid: The screen.
  ///   - palette: Its colours.
  ///   - title: What it is of.
  ///   - description: What is on it, for those who hear it.
  init(_ grid: Grid, _ palette: Palette, title: String, description: String) {
    (self.grid, self.palette, self.title, self.description) = (grid, palette, title, description)
  }

  /// A file of its own.
  var svg: String { #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n" + element }

  /// A page that has the picture, and the same as text; it loads nothing.
  var page: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width">
    <title>\(Self.escaped(title))</title>
    <style>
    body { margin: 1em; background: \(palette.background); color: \(palette.foreground); }
    svg { display: block; max-width: 100%; height: auto; }
    summary, pre { font-family: monospace; }
    </style>
    </head>
    <body>
    \(element)<details>
    <summary>As text</summary>
    <pre>\(Self.escaped(SnapshotText.plain(grid)))</pre>
    </details>
    </body>
    </html>

    """
  }

  private var element: String {
    let (right, bottom) = (grid.size.width * Self.width, grid.size.height * Self.height)
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(right)" height="\(bottom)" \
      viewBox="0 0 \(right) \(bottom)" role="img" aria-labelledby="goldtop-title goldtop-desc">
      <title id="goldtop-title">\(Self.escaped(title))</title>
      <desc id="goldtop-desc">\(Self.escaped(description))</desc>
      <rect width="\(right)" height="\(bottom)" fill="\(palette.background)"/>

      """
    let runs = (0..<grid.size.height).flatMap(runs(ofRow:))
    svg += #"<g shape-rendering="crispEdges">"# + "\n"
    for run in runs { svg += ground(of: run) }
    for (ink, path) in shapes {
      svg += "<path fill=\"\(ink.text)\"\(ink.isFaint ? " opacity=\"0.6\"" : "") d=\"\(path)\"/>\n"
    }
    svg += "</g>\n"
    svg += """
      <g font-family="'DejaVu Sans Mono', 'Liberation Mono', Menlo, Consolas, monospace" \
      font-size="13" xml:space="preserve" style="white-space:pre">

      """
    for run in runs { svg += text(of: run) }
    return svg + "</g>\n</svg>\n"
  }

  // MARK: - Runs

  /// Cells of one ink beside each other on a row.
  private struct Run {
    let x: Int
    let y: Int
    let ink: Palette.Ink
    var columns = 0
    /// What is written; blanks stand for what is drawn as a shape.
    var text = ""
  }

  private func runs(ofRow y: Int) -> [Run] {
    var runs: [Run] = []
    for x in 0..<grid.size.width {
      let cell = grid[x, y]
      guard !cell.isContinuation else { continue }
      let isWide = x + 1 < grid.size.width && grid[x + 1, y].isContinuation
      let ink = palette.ink(cell.style)
      // A wide character is a run of its own: fonts disagree about its width.
      if runs.last?.ink != ink || isWide || isAfterWide(x, y) {
        runs.append(Run(x: x, y: y, ink: ink))
      }
      let isShape = CellShape(cell.scalar, column: 0, row: 0) != nil
      runs[runs.count - 1].text += isShape ? " " : cell.text
      runs[runs.count - 1].columns += isWide ? 2 : 1
    }
    return runs
  }

  private func isAfterWide(_ x: Int, _ y: Int) -> Bool { x > 0 && grid[x - 1, y].isContinuation }

  private func ground(of run: Run) -> String {
    guard let ground = run.ink.ground else { return "" }
    return """
      <rect x="\(run.x * Self.width)" y="\(run.y * Self.height)" width="\(run.columns * Self.width)" \
      height="\(Self.height)" fill="\(ground)"/>

      """
  }

  private func text(of run: Run) -> String {
    // Blanks at the ends would only move what is between.
    let lead = run.text.prefix { $0 == " " }.count
    var words = run.text.dropFirst(lead)
    var tail = 0
    while words.last == " " {
      words.removeLast()
      tail += 1
    }
    guard !words.isEmpty || run.ink.isUnderlined else { return "" }
    let ink = run.ink
    let columns = run.columns - lead - tail
    var style = ink.isBold ? " font-weight=\"bold\"" : ""
    if ink.isFaint { style += " opacity=\"0.6\"" }
    if ink.isUnderlined { style += " text-decoration=\"underline\"" }
    return """
      <text x="\((run.x + lead) * Self.width)" y="\(run.y * Self.height + 13)" \
      textLength="\(columns * Self.width)" lengthAdjust="spacingAndGlyphs" \
      fill="\(ink.text)"\(style)>\(Self.escaped(String(words)))</text>

      """
  }

  /// Lines, blocks and dots: one path for each ink.
  private var shapes: [(Palette.Ink, String)] {
    var paths: [Palette.Ink: String] = [:]
    var order: [Palette.Ink] = []
    for y in 0..<grid.size.height {
      for x in 0..<grid.size.width {
        let cell = grid[x, y]
        guard let shape = CellShape(cell.scalar, column: x, row: y) else { continue }
        let ink = palette.ink(cell.style)
        if paths[ink] == nil { order.append(ink) }
        paths[ink, default: ""] += shape.path
      }
    }
    return order.map { ($0, paths[$0] ?? "") }
  }

  /// A text as XML and HTML have it; what is invisible is left out.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if !escaped.isEmpty || line.startIndex != text.startIndex { escaped += "\n" }
      for character in VisibleText.sanitized(String(line)) {
        switch character {
        case "&": escaped += "&amp;"
        case "<": escaped += "&lt;"
        case ">": escaped += "&gt;"
        case "\"": escaped += "&quot;"
        case "'": escaped += "&#39;"
        default: escaped.append(character)
        }
      }
    }
    return escaped
  }
}
