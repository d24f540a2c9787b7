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
          sign(of: figure) + figure.text,
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
    // The signs of ASCII are digits, which beside numbers would read as such.
    guard spacing == .signed, symbols != .ascii, let lines = content.chart?.lines, lines.count > 1,
      let line = lines.firstIndex(where: { $0.name == figure.name && !$0.samples.isEmpty })
    else { return [name] }
    let signs = symbols.signs.series
    let style = Model.seriesStyle(line)
    return [
      TextSpan(
        String(Character(signs[line % signs.count])),
        Style(style.role, emphasis),
        priority: priority
      ), name,
    ]
  }

  private func numberEmphasis(_ figure: Figure) -> Emphasis {
    switch figure.state {
    case .fresh: .bold
    default: .dim
    }
  }
}
