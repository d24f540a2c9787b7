/// JSON on many lines, by its brackets and commas alone: broken JSON stays readable, and nothing in
/// it is changed but blanks between values.
enum IndentedJSON {
  private static let deepest = 40

  /// The lines of a text, each level indented by two blanks.
  static func lines(of text: String) -> [String] {
    var lines: [String] = []
    var line = ""
    var depth = 0
    var isInString = false
    var isEscaped = false
    func endLine(_ next: Int) {
      if !line.isEmpty { lines.append(line) }
      line = String(repeating: "  ", count: max(0, min(deepest, next)))
    }
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      if isInString {
        line.unicodeScalars.append(scalar)
        if isEscaped {
          isEscaped = false
        } else if scalar == "\\" {
          isEscaped = true
        } else if scalar == "\"" {
          isInString = false
        }
        continue
      }
      switch scalar {
      case "\"":
        isInString = true
        line.unicodeScalars.append(scalar)
      case "{", "[":
        line.unicodeScalars.append(scalar)
        guard !isEmptyPair(scalars, index) else { continue }
        depth += 1
        endLine(depth)
      case "}", "]":
        if index == 0 || !isEmptyPair(scalars, index - 1) {
          depth -= 1
          endLine(depth)
        }
        line.unicodeScalars.append(scalar)
      case ",":
        line.unicodeScalars.append(scalar)
        endLine(depth)
      case ":":
        line += ": "
      case " ", "\t", "\n", "\r": continue
      default: line.unicodeScalars.append(scalar)
      }
    }
    endLine(0)
    return lines.filter { !$0.allSatisfy { $0 == " " } }
  }

  private static func isEmptyPair(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    guard index + 1 < scalars.count else { return false }
    let pair = (scalars[index], scalars[index + 1])
    return pair == ("{", "}") || pair == ("[", "]")
  }
}
