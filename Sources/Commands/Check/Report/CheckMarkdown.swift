import Checks
import Screen

/// What checks came to, as Markdown for an issue or a pull request.
enum CheckMarkdown {
  static func text(_ report: CheckReport) -> String {
    var text = "# goldtop check\n\n\(report.summary)\n"
    for finding in report.findings {
      text += "\n## \(finding.severity.word): \(finding.check)\n\n"
      text += "- where: \(code(finding.place))\n- what: \(prose(finding.what))\n"
      text += "- why: \(prose(finding.why))\n"
      if let remedy = finding.remedy { text += "\n\(block(remedy))\n" }
    }
    text += table("Not checked", "reason", report.unchecked.map { ($0.check, $0.place, $0.reason) })
    text += table("In order", "seen", report.inOrder.map { ($0.check, $0.place, $0.seen) })
    return text
  }

  private static func table(
    _ title: String,
    _ column: String,
    _ rows: [(String, String, String)]
  ) -> String {
    guard !rows.isEmpty else { return "" }
    let lines = rows.map { "| \($0.0) | \(prose($0.1)) | \(prose($0.2)) |\n" }
    return "\n## \(title)\n\n| check | where | \(column) |\n|---|---|---|\n\(lines.joined())"
  }

  /// Words in which nothing is a mark of Markdown.
  private static func prose(_ text: String) -> String {
    var marked = ""
    for character in CheckText.line(text) {
      if "\\`*_{}[]<>#|~!&".contains(character) { marked.append("\\") }
      marked.append(character)
    }
    return marked
  }

  /// Code within a line, between more backticks than are in it.
  private static func code(_ text: String) -> String {
    let line = CheckText.line(text)
    let fence = String(repeating: "`", count: longestRun(in: line) + 1)
    let space = line.hasPrefix("`") || line.hasSuffix("`") ? " " : ""
    return fence + space + line + space + fence
  }

  private static func block(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { VisibleText.sanitized(String($0)) }.joined(separator: "\n")
    let fence = String(repeating: "`", count: max(3, longestRun(in: lines) + 1))
    return "\(fence)\n\(lines)\n\(fence)"
  }

  private static func longestRun(in text: String) -> Int {
    var (longest, run) = (0, 0)
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
