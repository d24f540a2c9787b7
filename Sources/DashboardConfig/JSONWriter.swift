/// Writes nodes as JSON for people: an object or list that fits stands on one line.
package enum JSONWriter {
  /// The text, with two spaces a level, lines of at most 100 columns where values allow, and a
  /// line end.
  package static func text(_ content: ConfigNode.Content) -> String {
    pretty(content, indent: 0, column: 0) + "\n"
  }

  /// The text on one line.
  static func compact(_ content: ConfigNode.Content) -> String {
    switch content {
    case .null: return "null"
    case .boolean(let value): return "\(value)"
    case .number(let text): return text
    case .text(let text): return quoted(text)
    case .list(let items):
      return "[\(items.map { compact($0.content) }.joined(separator: ", "))]"
    case .object(let members):
      guard !members.isEmpty else { return "{}" }
      let parts = members.map { "\(quoted($0.name)): \(compact($0.node.content))" }
      return "{ \(parts.joined(separator: ", ")) }"
    }
  }

  private static func pretty(_ content: ConfigNode.Content, indent: Int, column: Int) -> String {
    let short = compact(content)
    // The top level is always spread out, and a comma may follow.
    if column > 0, column + short.count + 1 <= 100 { return short }
    let inner = String(repeating: "  ", count: indent + 1)
    let outer = String(repeating: "  ", count: indent)
    switch content {
    case .list(let items) where !items.isEmpty:
      let lines = items.map {
        inner + pretty($0.content, indent: indent + 1, column: inner.count)
      }
      return "[\n\(lines.joined(separator: ",\n"))\n\(outer)]"
    case .object(let members) where !members.isEmpty:
      let lines = members.map { member in
        let head = "\(inner)\(quoted(member.name)): "
        return head + pretty(member.node.content, indent: indent + 1, column: head.count)
      }
      return "{\n\(lines.joined(separator: ",\n"))\n\(outer)}"
    default:
      return short
    }
  }

  /// A text in double quotes; what would act on a terminal is escaped too.
  package static func quoted(_ text: String) -> String {
    var written = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": written += "\\\""
      case "\\": written += "\\\\"
      case "\n": written += "\\n"
      case "\r": written += "\\r"
      case "\t": written += "\\t"
      default:
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
          // Such characters would act on a terminal, and JSON has a plain form for them.
          for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16)
            written += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
          }
        default: written.unicodeScalars.append(scalar)
        }
      }
    }
    return written + "\""
  }
}
