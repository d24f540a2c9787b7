import YAML

/// A matcher of Alertmanager, as routes and inhibitions have it.
///
/// - Source: <https://prometheus.io/docs/alerting/latest/configuration/#matcher>.
struct AlertMatcher: Hashable {
  let name: String
  /// `=`, `!=`, `=~` or `!~`.
  let comparison: String
  let value: String

  /// Whether an alert with a label matches; `nil` for expressions that are not simple alternatives.
  func matches(_ label: String) -> Bool? {
    switch comparison {
    case "=": return label == value
    case "!=": return label != value
    default:
      let special = Set("\\.+*?()[]{}^$")
      guard !value.contains(where: special.contains) else {
        return value == ".*" ? comparison == "=~" : nil
      }
      return value.split(separator: "|", omittingEmptySubsequences: false)
        .contains { $0 == label } == (comparison == "=~")
    }
  }

  /// Reads one item of `matchers`, which may hold several between braces; `nil` for what is none.
  static func read(_ text: String) -> [AlertMatcher]? {
    var rest = trimmed(text[...])
    if rest.hasPrefix("{"), rest.hasSuffix("}") { rest = rest.dropFirst().dropLast() }
    var matchers: [AlertMatcher] = []
    for part in parts(of: rest) {
      guard let matcher = one(trimmed(part)) else { return nil }
      matchers.append(matcher)
    }
    return matchers.isEmpty ? nil : matchers
  }

  private static func one(_ text: Substring) -> AlertMatcher? {
    guard let start = text.firstIndex(where: { $0 == "=" || $0 == "!" }) else { return nil }
    let operators = ["=~", "!~", "!=", "="]
    guard let comparison = operators.first(where: { text[start...].hasPrefix($0) }) else {
      return nil
    }
    let name = unquoted(trimmed(text[..<start]))
    let value = trimmed(text[start...].dropFirst(comparison.count))
    guard !name.isEmpty, value.hasPrefix("\"") == (value.count > 1 && value.hasSuffix("\"")) else {
      return nil
    }
    return AlertMatcher(name: name, comparison: comparison, value: unquoted(value))
  }

  /// The parts between commas outside of quotes.
  private static func parts(of text: Substring) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    var (isQuoted, isEscaped) = (false, false)
    for index in text.indices {
      let character = text[index]
      if isEscaped {
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        isQuoted.toggle()
      } else if character == ",", !isQuoted {
        parts.append(text[start..<index])
        start = text.index(after: index)
      }
    }
    parts.append(text[start...])
    return parts.filter { !trimmed($0).isEmpty }
  }

  private static func unquoted(_ text: Substring) -> String {
    text.count > 1 && text.hasPrefix("\"") && text.hasSuffix("\"")
      ? String(text.dropFirst().dropLast()) : String(text)
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}

/// The matchers of a route or of one side of an inhibition, with what of them could not be read.
struct AlertMatchers {
  private(set) var all: [AlertMatcher] = []
  /// Items that are no matchers.
  private(set) var unread: [YAMLNode] = []
  /// Old fields of the kind `match` that are in use.
  private(set) var deprecated: [YAMLNode.Entry] = []

  /// Reads them from fields with a prefix to their names: none, `source_` or `target_`.
  init(_ node: YAMLNode, prefix: String = "") {
    for entry in node.entries {
      switch entry.key {
      case "\(prefix)match": add(entry, "=")
      case "\(prefix)match_re": add(entry, "=~")
      case "\(prefix)matchers":
        let items = entry.value.text == nil ? entry.value.items : [entry.value]
        for item in items {
          if let matchers = item.text.flatMap(AlertMatcher.read) {
            all += matchers
          } else {
            unread.append(item)
          }
        }
      default: break
      }
    }
  }

  private mutating func add(_ entry: YAMLNode.Entry, _ comparison: String) {
    let matchers = entry.value.entries.compactMap { field in
      field.value.text.map { AlertMatcher(name: field.key, comparison: comparison, value: $0) }
    }
    guard !matchers.isEmpty else { return }
    all += matchers
    deprecated.append(entry)
  }
}
