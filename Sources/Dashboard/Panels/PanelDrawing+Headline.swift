import Screen
import Signals
import Telemetry

extension PanelDrawing {
  /// How figures stand beside each other.
  enum Spacing: CaseIterable {
    /// With the sign of their line in the chart.
    case signed
    case wide
    case narrow
  }

  /// The roomiest spacing in which all figures fit; the narrowest where none is narrow enough.
  func spacing(width: Int) -> Spacing {
    Spacing.allCases.first { spacing in
      TextLine(headlineSpans(content.headline[...], spacing)).width <= width
    } ?? .narrow
  }

  var headlineSpans: [TextSpan] { headlineSpans(content.headline[...], .wide) }

  /// Figures with their names; the one that is judged stays longest, and what comes after it stays
  /// longer than what comes before.
  func headlineSpans(_ figures: ArraySlice<Figure>, _ spacing: Spacing) -> [TextSpan] {
    let judged = figures.firstIndex { $0.severity != nil } ?? figures.startIndex
    func priority(_ index: Int) -> Int {
      if index == judged { return TextSpan.kept }
      return index > judged ? 90 - 2 * (index - judged) : 70 + index
    }
    var spans: [TextSpan] = []
    for (index, figure) in zip(figures.indices, figures) {
      if index > figures.startIndex {
        let gap = spacing == .narrow ? " " : "  "
        spans.append(TextSpan(gap, priority: min(priority(index - 1), priority(index))))
      }
      spans += nameSpans(of: figure, spacing, priority: priority(index))
      spans.append(
        TextSpan(
          sign(of: figure.severity) + figure.text,
          Style(role(of: figure), numberEmphasis(figure)),
          priority: priority(index)
        )
      )
    }
    return spans
  }

  /// The name, and before it the sign of the line that it has in the chart.
  private func nameSpans(
    of figure: Figure,
    _ spacing: Spacing,
    priority: Int
  ) -> [TextSpan] {
    guard !figure.name.isEmpty else { return [] }
    let name = TextSpan("\(figure.name) ", .muted, priority: priority)
    guard spacing == .signed, let lines = content.chart?.lines, lines.count > 1,
      let line = lines.firstIndex(where: { $0.name == figure.name && !$0.samples.isEmpty })
    else { return [name] }
    let signs = symbols.signs.series
    let style = lines[line].style(line)
    // The signs of ASCII are digits, which beside numbers would read as such.
    let separator = symbols.isASCII ? ":" : ""
    return [
      TextSpan(
        String(Character(signs[line % signs.count])) + separator,
        Style(style.role, emphasis),
        priority: priority
      ), name,
    ]
  }

  /// The moment of the time cursor with the values there: of the chart's lines, else of the headline;
  /// `nil` without a cursor and where there is neither.
  var cursorSpans: [TextSpan]? { cursorParts.map { joined($0[...]) } }

  /// The values under the cursor that the first line has room for; at least the moment.
  func firstCursorSpans(width: Int) -> [TextSpan]? {
    cursorParts.map { joined($0.prefix(fittingParts($0, width))) }
  }

  /// Those that it has no room for.
  func furtherCursorSpans(width: Int) -> [TextSpan]? {
    cursorParts.map { joined($0.dropFirst(fittingParts($0, width))) }
  }

  private func fittingParts(_ parts: [[TextSpan]], _ width: Int) -> Int {
    (1...parts.count).last { TextLine(joined(parts.prefix($0))).width <= width } ?? 1
  }

  private func joined(_ parts: ArraySlice<[TextSpan]>) -> [TextSpan] {
    parts.enumerated().flatMap { index, part in
      // A gap goes with what follows it.
      index == 0 ? part : [TextSpan("  ", priority: part[0].priority)] + part
    }
  }

  private var cursorParts: [[TextSpan]]? {
    guard let cursor else { return nil }
    let moment = [TextSpan(time.moment(cursor), .cursor, .bold)]
    guard let chart = content.chart else {
      let figures = headlineSpans
      return figures.isEmpty ? nil : [moment, figures]
    }
    let isOnly = chart.lines.count == 1
    let values = chart.lines.enumerated().map { index, line in
      let judged = judgedFigure(of: line, isOnly: isOnly)
      let isBad = judged?.severity ?? .ok > .ok
      let value = line.samples.value(at: cursor, within: step)
      let text = value.map { chart.text($0) } ?? "no data"
      // What is bad stays longest.
      let priority = isOnly ? TextSpan.kept : isBad ? 59 : 40 - index
      return (isOnly ? [] : [TextSpan("\(line.name) ", .muted, priority: priority)]) + [
        TextSpan(
          sign(of: judged?.severity) + text,
          isBad ? Style((judged?.severity).role, .bold) : line.style(index),
          priority: priority
        )
      ]
    }
    return [moment] + values
  }

  /// The figure of a chart's line, which says how bad it is.
  private func judgedFigure(of line: Chart.Line, isOnly: Bool) -> Figure? {
    let figures = content.headline + content.rows.map(\.figure)
    return figures.first { $0.name == line.name } ?? (isOnly ? content.headline.first : nil)
  }

  private func numberEmphasis(_ figure: Figure) -> Emphasis {
    switch figure.state {
    case .fresh: .bold
    default: .dim
    }
  }
}
