import Telemetry

/// How values stand in files.
enum StackText {
  /// A text in double quotes, as JSON and YAML both read it.
  static func quoted(_ text: String) -> String { JSONText(.text(text)).text }

  /// Lines, each moved to the right; empty ones stay empty.
  static func indented(_ text: String, by columns: Int) -> String {
    let margin = String(repeating: " ", count: columns)
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : margin + $0 }
      .joined(separator: "\n")
  }

  /// A matcher of the jobs of services; `job=~"a|b"`.
  static func jobs(_ names: [String]) -> LabelMatcher {
    names.count == 1
      ? LabelMatcher("job", .equal, names[0])
      : LabelMatcher(
        "job",
        .matches,
        names.map(PromQLText.regexEscaped).joined(separator: "|")
      )
  }

  /// A number without needless digits.
  static func number(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
