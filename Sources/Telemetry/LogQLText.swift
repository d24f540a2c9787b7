/// The one place where names become LogQL; values do as in PromQL.
package enum LogQLText {
  /// The name that Loki's parsers give a field: `_` for all but letters and digits, nesting
  /// joined by it, and before a leading digit.
  ///
  /// - Source: <https://grafana.com/docs/loki/latest/query/log_queries/#json>.
  package static func name(_ name: String) -> String {
    var text = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      switch scalar {
      case "0"..."9":
        if text.isEmpty { text.append("_") }
        text.append(scalar)
      case "a"..."z", "A"..."Z": text.append(scalar)
      default: text.append("_")
      }
    }
    return String(text)
  }

  /// Prefix of the labels with which a query marks the lines that it keeps; the user did not ask for
  /// them, so they are not shown.
  package static let probe = "goldtop_"

  /// Whether LogQL takes a text for a name: its keywords are none, in whatever case.
  ///
  /// - Source: <https://github.com/grafana/loki/blob/main/pkg/logql/syntax/lex.go>.
  package static func isName(_ text: String) -> Bool {
    !text.isEmpty && text == name(text) && !keywords.contains(text.lowercased())
  }

  private static let keywords: Set<String> = [
    "and", "bool", "by", "decolorize", "drop", "group_left", "group_right", "ignoring", "json",
    "keep", "label_format", "label_replace", "line_format", "logfmt", "of", "offset", "on", "or",
    "pattern", "regexp", "unless", "unpack", "unwrap", "variants", "without",
  ]
}
