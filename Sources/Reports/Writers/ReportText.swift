import Screen
import Telemetry

/// A report as text for a terminal or a mail: lines of at most `width` columns, without colours.
package struct ReportText {
  /// The columns of a line.
  private let width: Int
  private let calendar: ReportCalendar
  private var lines: [String] = []

  private init(width: Int, _ calendar: ReportCalendar) {
    self.width = width
    self.calendar = calendar
  }

  /// What stands in place of what no server has told.
  package static let unknown = "not known"

  /// The text, with a line end at the end.
  ///
  /// - Parameters:
  ///   - report: The report.
  ///   - width: The most columns of a line.
  /// - Returns: Text that is clean of what a terminal obeys.
  package static func text(_ report: ReportDocument, width: Int = 100) -> String {
    var writer = ReportText(width: width, report.calendar)
    writer.write(report)
    return writer.lines.joined(separator: "\n") + "\n"
  }

  private mutating func write(_ report: ReportDocument) {
    lines.append(contentsOf: wrapped("\(report.title): \(report.subject)"))
    lines.append(contentsOf: wrapped(report.windowWords))
    for reach in report.reaches { lines.append(contentsOf: wrapped(reach.words(in: calendar))) }
    lines.append("")
    if report.headlines.isEmpty { lines.append("    \(report.quietWords)") }
    for headline in report.headlines {
      write(headline.text, after: " \(headline.severity.mark) ")
    }
    for section in report.sections { write(section, in: report) }
    let gaps = report.gaps
    guard !gaps.isEmpty else { return }
    title("Not in this report")
    for gap in gaps { write("\(gap.what): \(gap.reason)", after: "  ") }
  }

  private mutating func title(_ title: String, _ note: String = "") {
    lines.append("")
    let title = VisibleText.sanitized(title).uppercased()
    let gap = width - VisibleText.width(of: title) - VisibleText.width(of: note)
    lines.append(note.isEmpty ? title : title + String(repeating: " ", count: max(2, gap)) + note)
    lines.append(String(repeating: "─", count: width))
  }

  private mutating func write(_ section: ReportSection, in report: ReportDocument) {
    title(section.title, section.window == report.window ? "" : calendar.words(section.window))
    for (index, block) in section.blocks.enumerated() {
      if index > 0 { lines.append("") }
      switch block {
      case .text(let text): write(text, after: "  ")
      case .facts(let facts): write(facts)
      case .table(let table): write(table)
      case .chart(let chart): write(chart)
      }
    }
    if !section.remarks.isEmpty, !section.blocks.isEmpty { lines.append("") }
    for remark in section.remarks { write(remark, after: "  ", "  note: ") }
  }

  private func wrapped(_ text: String) -> [String] { VisibleText.wrapped(text, to: width) }

  private mutating func write(_ text: String, after margin: String, _ first: String? = nil) {
    let head = first ?? margin
    let rest = String(repeating: " ", count: VisibleText.width(of: head))
    for (index, line) in VisibleText.wrapped(text, to: width - rest.count).enumerated() {
      lines.append((index == 0 ? head : rest) + line)
    }
  }

  private mutating func write(_ facts: [ReportFact]) {
    let names = facts.map { VisibleText.sanitized($0.name) }
    let values = facts.map { $0.value.words(in: calendar) }
    let left = names.map { VisibleText.width(of: $0) }.max() ?? 0
    let right = values.map { VisibleText.width(of: $0) }.filter { $0 < 24 }.max() ?? 0
    for (index, fact) in facts.enumerated() {
      var line = fact.value.severity.mark + ReportTextTable.padded(names[index], to: left) + "  "
      line += ReportTextTable.padded(values[index], to: fact.note.isEmpty ? 0 : right)
      if !fact.note.isEmpty { line += "  \(VisibleText.sanitized(fact.note))" }
      lines.append(VisibleText.truncated(line, to: width))
    }
  }

  // MARK: Tables

  private mutating func write(_ table: ReportTable) {
    if !table.title.isEmpty { lines.append("  \(VisibleText.sanitized(table.title))") }
    guard !table.rows.isEmpty else {
      lines.append("  none")
      return
    }
    lines += ReportTextTable(table, in: calendar, width: width).lines
    if table.omitted > 0 { lines.append("  and \(table.omitted) more") }
  }

  // MARK: Charts

  /// A title with the names of lines, each of which stays whole.
  private mutating func writeLegend(_ title: String, _ names: [String]) {
    var line = "  \(VisibleText.sanitized(title)): "
    for (index, name) in names.enumerated() {
      let longer = line + (index == 0 ? "" : "   ") + name
      if index > 0, VisibleText.width(of: longer) > width {
        lines.append(VisibleText.truncated(line, to: width))
        line = "    \(name)"
      } else {
        line = longer
      }
    }
    lines.append(VisibleText.truncated(line, to: width))
  }

  private mutating func write(_ chart: ReportChart) {
    let symbols = Symbols.unicode
    let signs = symbols.signs.series
    let shown = chart.lines.prefix(ReportChart.limit)
    guard shown.contains(where: { !$0.samples.isEmpty }) else { return }
    let named = shown.enumerated().map { index, line in
      let sign = shown.count > 1 ? "\(Character(signs[index % signs.count])) " : ""
      return sign + VisibleText.truncated(line.name, to: 30)
    }
    writeLegend(chart.title, named)
    let size = Size(width - 4, 9)
    var grid = Grid(size)
    var drawing = LineChart(
      series: shown.enumerated().map { index, line in
        LineChart.Series(
          line.samples.map { ChartPoint(x: $0.timestamp.nanoseconds, y: $0.value) },
          sign: shown.count > 1 ? signs[index % signs.count] : nil
        )
      },
      after: chart.window.start.nanoseconds,
      through: chart.window.end.nanoseconds,
      maxGap: (chart.step * 2).nanoseconds
    )
    let unit = chart.unit
    drawing.axis.label = { unit.axisLabel($0, step: $1) }
    drawing.ticks = chart.ticks(in: calendar).map { LineChart.Tick($0.moment.nanoseconds, $0.text) }
    drawing.draw(in: Rect(size), on: &grid, symbols: symbols)
    for row in 0..<size.height { lines.append(ReportTextTable.trimmed("  " + grid.text(row: row))) }
  }
}
