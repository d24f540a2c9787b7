import Screen
import Telemetry

/// A report as one HTML file that needs nothing else: styles and charts are in it, and it loads nothing.
package struct ReportHTML {
  private let report: ReportDocument

  /// The file.
  package static func text(_ report: ReportDocument) -> String { ReportHTML(report: report).text }

  private var text: String {
    let title = Self.escaped("\(report.title): \(report.subject)")
    var parts = [
      "<!DOCTYPE html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\"/>",
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>",
      "<meta name=\"color-scheme\" content=\"light dark\"/>",
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        + "style-src 'unsafe-inline'\"/>",
      "<title>\(title)</title>", "<style>\(ReportStyle.sheet)</style>", "</head>", "<body>",
      "<header><h1>\(title)</h1><p class=\"window\">\(Self.escaped(report.windowWords))</p>\(reaches)</header>",
    ]
    parts.append(headlines)
    parts.append(contents)
    parts += report.sections.map(section)
    if !report.gaps.isEmpty {
      let gaps = report.gaps.map { "<li>\(Self.escaped("\($0.what): \($0.reason)"))</li>" }
      parts.append(
        "<section><h2>Not in this report</h2><ul>\(gaps.joined(separator: "\n"))</ul></section>"
      )
    }
    return (parts + ["</body>", "</html>"]).joined(separator: "\n") + "\n"
  }

  /// Since when there is history, where that is less than is looked at.
  private var reaches: String {
    report.reaches.map { reach in
      "<p class=\"window\">\(Self.escaped(reach.words(in: report.calendar)))</p>"
    }.joined()
  }

  private var headlines: String {
    guard !report.headlines.isEmpty else {
      return "<p class=\"headlines\">N\(report.quietWords.dropFirst()).</p>"
    }
    let items = report.headlines.map { headline in
      "<li class=\"\(headline.severity.word)\">\(Self.word(headline.severity))\(Self.escaped(headline.text))</li>"
    }
    return "<ul class=\"headlines\">\(items.joined(separator: "\n"))</ul>"
  }

  private var contents: String {
    let links = report.sections.map { "<a href=\"#\($0.id)\">\(Self.escaped($0.title))</a>" }
    return "<nav>\(links.joined(separator: " "))</nav>"
  }

  private func section(_ section: ReportSection) -> String {
    var parts = ["<section id=\"\(section.id)\"><h2>\(Self.escaped(section.title))</h2>"]
    if section.window != report.window {
      parts.append("<p class=\"window\">\(Self.escaped(report.calendar.words(section.window)))</p>")
    }
    parts += section.blocks.map(block)
    parts += section.remarks.map { "<p class=\"remark\">\(Self.escaped($0))</p>" }
    if !section.questions.isEmpty {
      let items = section.questions.map { question in
        "<li>\(Self.escaped(question.what)), \(Self.escaped(moments(question))):"
          + "<br/><code>\(Self.escaped(question.expression))</code></li>"
      }
      parts.append(
        "<details><summary>What was asked</summary><ul>\(items.joined(separator: "\n"))</ul></details>"
      )
    }
    return parts.joined(separator: "\n") + "</section>"
  }

  private func moments(_ question: ReportQuestion) -> String {
    guard let step = question.step else {
      return "at \(report.calendar.time(question.end).rfc3339)"
    }
    let ends = [question.start, question.end].map { report.calendar.time($0).rfc3339 }
    return "\(ends.joined(separator: " to ")) by \(step.prometheusText)"
  }

  private func block(_ block: ReportBlock) -> String {
    switch block {
    case .text(let text): return "<p>\(Self.escaped(text))</p>"
    case .facts(let facts):
      let rows = facts.map { fact in
        "<tr><th>\(Self.escaped(fact.name))</th>\(cell(fact.value, atRight: fact.value.isNumber))<td>\(Self.escaped(fact.note))</td></tr>"
      }
      return "<table class=\"facts\"><tbody>\(rows.joined(separator: "\n"))</tbody></table>"
    case .table(let table): return self.table(table)
    case .chart(let chart): return figure(chart)
    }
  }

  private func table(_ table: ReportTable) -> String {
    let caption = table.title.isEmpty ? "" : "<caption>\(Self.escaped(table.title))</caption>"
    guard !table.rows.isEmpty else { return "<p>\(Self.escaped(table.title)): none</p>" }
    let atRight = table.columnsAtRight
    let heads = zip(table.columns, atRight).map { column, isAtRight in
      "<th\(isAtRight ? " class=\"number\"" : "")>\(Self.escaped(column.title))</th>"
    }.joined()
    let rows = table.rows.map { row in
      "<tr>\(zip(row, atRight).map { cell($0, atRight: $1) }.joined())</tr>"
    }
    let more = table.omitted > 0 ? "<p class=\"remark\">and \(table.omitted) more</p>" : ""
    return "<div class=\"wide\"><table>\(caption)<thead><tr>\(heads)</tr></thead>\n"
      + "<tbody>\(rows.joined(separator: "\n"))</tbody></table></div>\(more)"
  }

  private func cell(_ cell: ReportCell, atRight: Bool) -> String {
    let classes =
      (atRight ? ["number"] : []) + (cell.severity > .ok ? [cell.severity.word] : [])
    let open = classes.isEmpty ? "<td>" : "<td class=\"\(classes.joined(separator: " "))\">"
    if case .history(let values) = cell.content {
      return "<td>\(ReportSVG.bars(values))</td>"
    }
    return "\(open)\(Self.word(cell.severity))\(Self.escaped(cell.words(in: report.calendar)))</td>"
  }

  private func figure(_ chart: ReportChart) -> String {
    let shown = chart.lines.prefix(ReportChart.limit)
    let names = shown.enumerated().map { index, line in
      "<span class=\"c\(index)\">\(Self.escaped(line.name))</span>"
    }
    return
      "<figure><figcaption>\(Self.escaped(chart.title)) \(names.joined(separator: " "))</figcaption>\n"
      + "\(ReportSVG.chart(chart, in: report.calendar))</figure>"
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
