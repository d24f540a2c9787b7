import Screen
import Telemetry

/// A report as Markdown, as GitHub, GitLab and chat programs read it.
package struct ReportMarkdown {
  private let report: ReportDocument

  /// The text, with a line end at the end.
  package static func text(_ report: ReportDocument) -> String {
    ReportMarkdown(report: report).text
  }

  private var text: String {
    var lines = ["# \(Self.escaped("\(report.title): \(report.subject)"))", ""]
    lines += [Self.escaped(report.windowWords), ""]
    for reach in report.reaches { lines += [Self.escaped(reach.words(in: report.calendar)), ""] }
    lines += report.headlines.map { "- \(Self.sign($0.severity))\(Self.escaped($0.text))" }
    if report.headlines.isEmpty { lines.append("N\(report.quietWords.dropFirst()).") }
    for section in report.sections {
      lines += ["", "## \(Self.escaped(section.title))"]
      if section.window != report.window {
        lines += ["", "*\(report.calendar.words(section.window))*"]
      }
      for block in section.blocks { lines += [""] + text(of: block) }
      if !section.remarks.isEmpty { lines.append("") }
      lines += section.remarks.map { "> \(Self.escaped($0))  " }
    }
    if !report.gaps.isEmpty {
      lines += ["", "## Not in this report", ""]
      lines += report.gaps.map { "- \(Self.escaped("\($0.what): \($0.reason)"))" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func text(of block: ReportBlock) -> [String] {
    switch block {
    case .text(let text): return [Self.escaped(text)]
    case .facts(let facts):
      return facts.map { fact in
        let note = fact.note.isEmpty ? "" : " (\(Self.escaped(fact.note)))"
        return "- \(Self.escaped(fact.name)): \(cell(fact.value))\(note)"
      }
    case .table(let table): return text(of: table)
    case .chart(let chart):
      let shown = chart.lines.prefix(ReportChart.limit).filter { !$0.samples.isEmpty }
      guard !shown.isEmpty else { return [] }
      return ["\(Self.escaped(chart.title)):", ""]
        + shown.map { line in
          let bars = ReportBars.text(chart.columns(of: line, count: 60))
          return "- `\(bars)` \(Self.escaped(line.name))"
        }
    }
  }

  private func text(of table: ReportTable) -> [String] {
    var lines = table.title.isEmpty ? [] : ["**\(Self.escaped(table.title))**", ""]
    guard !table.rows.isEmpty else { return lines + ["None."] }
    lines.append("| \(table.columns.map { Self.escaped($0.title) }.joined(separator: " | ")) |")
    let rules = table.columnsAtRight.map { $0 ? "--:" : "---" }
    lines.append("|\(rules.joined(separator: "|"))|")
    lines += table.rows.map { row in "| \(row.map(cell).joined(separator: " | ")) |" }
    if table.omitted > 0 { lines += ["", "And \(table.omitted) more."] }
    return lines
  }

  private func cell(_ cell: ReportCell) -> String {
    if case .history = cell.content { return "`\(cell.words(in: report.calendar))`" }
    return Self.sign(cell.severity) + Self.escaped(cell.words(in: report.calendar))
  }

  private static func sign(_ severity: Severity) -> String {
    severity == .ok ? "" : "**\(severity.word)** "
  }

  /// A text of which Markdown and HTML obey nothing.
  static func escaped(_ text: String) -> String {
    VisibleText.sanitized(text).reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case "\\", "`", "*", "_", "[", "]", "|", "#", "~", "!":
        // Names of metrics and labels stay readable: an underscore within a word does nothing.
        if character != "_" && character != "!" && character != "#" { result += "\\" }
        result.append(character)
      default: result.append(character)
      }
    }
  }
}
