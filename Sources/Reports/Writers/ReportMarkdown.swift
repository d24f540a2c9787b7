import Screen
import Telemetry

/// A report as Markdown, as GitHub, GitLab and chat programs read it.
package enum ReportMarkdown {
  /// The text, with a line end at the end.
  package static func text(_ report: ReportDocument) -> String {
    var lines = ["# \(escaped("\(report.title): \(report.subject)"))", "", report.window.words, ""]
    lines += report.headlines.map { "- \(sign($0.severity))\(escaped($0.text))" }
    if report.headlines.isEmpty { lines.append("Nothing of note.") }
    for section in report.sections {
      lines += ["", "## \(escaped(section.title))"]
      if section.window != report.window { lines += ["", "*\(section.window.words)*"] }
      for block in section.blocks { lines += [""] + text(of: block) }
      if !section.remarks.isEmpty { lines.append("") }
      lines += section.remarks.map { "> \(escaped($0))  " }
    }
    if !report.gaps.isEmpty {
      lines += ["", "## Not in this report", ""]
      lines += report.gaps.map { "- \(escaped("\($0.what): \($0.reason)"))" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(of block: ReportBlock) -> [String] {
    switch block {
    case .text(let text): return [escaped(text)]
    case .facts(let facts):
      return facts.map { fact in
        let note = fact.note.isEmpty ? "" : " (\(escaped(fact.note)))"
        return "- \(escaped(fact.name)): \(cell(fact.value))\(note)"
      }
    case .table(let table): return text(of: table)
    case .chart(let chart):
      let shown = chart.lines.prefix(ReportChart.limit).filter { !$0.samples.isEmpty }
      guard !shown.isEmpty else { return [] }
      return ["\(escaped(chart.title)):", ""]
        + shown.map { line in
          let bars = ReportCell(.history(chart.columns(of: line, count: 60))).words
          return "- `\(bars)` \(escaped(line.name))"
        }
    }
  }

  private static func text(of table: ReportTable) -> [String] {
    var lines = table.title.isEmpty ? [] : ["**\(escaped(table.title))**", ""]
    guard !table.rows.isEmpty else { return lines + ["None."] }
    lines.append("| \(table.columns.map { escaped($0.title) }.joined(separator: " | ")) |")
    let rules = table.columns.indices.map { column in
      table.rows.contains { $0[column].isNumber } ? "--:" : "---"
    }
    lines.append("|\(rules.joined(separator: "|"))|")
    lines += table.rows.map { row in "| \(row.map(cell).joined(separator: " | ")) |" }
    if table.omitted > 0 { lines += ["", "And \(table.omitted) more."] }
    return lines
  }

  private static func cell(_ cell: ReportCell) -> String {
    if case .history = cell.content { return "`\(cell.words)`" }
    return sign(cell.severity) + escaped(cell.words)
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
