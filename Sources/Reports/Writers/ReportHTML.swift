import Screen
import Telemetry

/// A report as one HTML file that needs nothing else: styles and charts are in it, and it loads nothing.
package enum ReportHTML {
  /// The file.
  package static func text(_ report: ReportDocument) -> String {
    let title = escaped("\(report.title): \(report.subject)")
    var parts = [
      "<!DOCTYPE html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\"/>",
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>",
      "<meta name=\"color-scheme\" content=\"light dark\"/>",
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        + "style-src 'unsafe-inline'\"/>",
      "<title>\(title)</title>", "<style>\(ReportStyle.sheet)</style>", "</head>", "<body>",
      "<header><h1>\(title)</h1><p class=\"window\">\(escaped(report.window.words))</p></header>",
    ]
    parts.append(headlines(report))
    parts.append(contents(report))
    parts += report.sections.map { section($0, in: report) }
    if !report.gaps.isEmpty {
      let gaps = report.gaps.map { "<li>\(escaped("\($0.what): \($0.reason)"))</li>" }
      parts.append(
        "<section><h2>Not in this report</h2><ul>\(gaps.joined(separator: "\n"))</ul></section>"
      )
    }
    return (parts + ["</body>", "</html>"]).joined(separator: "\n") + "\n"
  }

  private static func headlines(_ report: ReportDocument) -> String {
    guard !report.headlines.isEmpty else { return "<p class=\"headlines\">Nothing of note.</p>" }
    let items = report.headlines.map { headline in
      "<li class=\"\(headline.severity.word)\">\(word(headline.severity))\(escaped(headline.text))</li>"
    }
    return "<ul class=\"headlines\">\(items.joined(separator: "\n"))</ul>"
  }

  private static func contents(_ report: ReportDocument) -> String {
    let links = report.sections.map { "<a href=\"#\($0.id)\">\(escaped($0.title))</a>" }
    return "<nav>\(links.joined(separator: " "))</nav>"
  }

  private static func section(_ section: ReportSection, in report: ReportDocument) -> String {
    var parts = ["<section id=\"\(section.id)\"><h2>\(escaped(section.title))</h2>"]
    if section.window != report.window {
      parts.append("<p class=\"window\">\(escaped(section.window.words))</p>")
    }
    parts += section.blocks.map(block)
    parts += section.remarks.map { "<p class=\"remark\">\(escaped($0))</p>" }
    if !section.questions.isEmpty {
      let items = section.questions.map { question in
        "<li>\(escaped(question.what)), \(escaped(moments(question))):"
          + "<br/><code>\(escaped(question.expression))</code></li>"
      }
      parts.append(
        "<details><summary>What was asked</summary><ul>\(items.joined(separator: "\n"))</ul></details>"
      )
    }
    return parts.joined(separator: "\n") + "</section>"
  }

  private static func moments(_ question: ReportQuestion) -> String {
    guard let step = question.step else { return "at \(CivilTime(question.end).rfc3339)" }
    let ends = [question.start, question.end].map { CivilTime($0).rfc3339 }
    return "\(ends.joined(separator: " to ")) by \(step.prometheusText)"
  }

  private static func block(_ block: ReportBlock) -> String {
    switch block {
    case .text(let text): return "<p>\(escaped(text))</p>"
    case .facts(let facts):
      let rows = facts.map { fact in
        "<tr><th>\(escaped(fact.name))</th>\(cell(fact.value))<td>\(escaped(fact.note))</td></tr>"
      }
      return "<table class=\"facts\"><tbody>\(rows.joined(separator: "\n"))</tbody></table>"
    case .table(let table): return self.table(table)
    case .chart(let chart): return figure(chart)
    }
  }

  private static func table(_ table: ReportTable) -> String {
    let caption = table.title.isEmpty ? "" : "<caption>\(escaped(table.title))</caption>"
    guard !table.rows.isEmpty else { return "<p>\(escaped(table.title)): none</p>" }
    let heads = table.columns.map { "<th>\(escaped($0.title))</th>" }.joined()
    let rows = table.rows.map { "<tr>\($0.map(cell).joined())</tr>" }
    let more = table.omitted > 0 ? "<p class=\"remark\">and \(table.omitted) more</p>" : ""
    return "<div class=\"wide\"><table>\(caption)<thead><tr>\(heads)</tr></thead>\n"
      + "<tbody>\(rows.joined(separator: "\n"))</tbody></table></div>\(more)"
  }

  private static func cell(_ cell: ReportCell) -> String {
    let classes =
      (cell.isNumber ? ["number"] : []) + (cell.severity > .ok ? [cell.severity.word] : [])
    let open = classes.isEmpty ? "<td>" : "<td class=\"\(classes.joined(separator: " "))\">"
    if case .history(let values) = cell.content {
      return "<td>\(ReportSVG.bars(values))</td>"
    }
    return "\(open)\(word(cell.severity))\(escaped(cell.words))</td>"
  }

  private static func figure(_ chart: ReportChart) -> String {
    let shown = chart.lines.prefix(ReportChart.limit)
    let names = shown.enumerated().map { index, line in
      "<span class=\"c\(index)\">\(escaped(line.name))</span>"
    }
    return
      "<figure><figcaption>\(escaped(chart.title)) \(names.joined(separator: " "))</figcaption>\n"
      + "\(ReportSVG.chart(chart))</figure>"
  }

  /// How bad something is, for those who do not see its colour.
  private static func word(_ severity: Severity) -> String {
    severity == .ok ? "" : "<b>\(severity.word)</b> "
  }

  /// A text of which a browser obeys nothing.
  static func escaped(_ text: String) -> String {
    VisibleText.sanitized(text).reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.append(character)
      }
    }
  }
}
