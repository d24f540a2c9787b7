/// The top-level declarations of types and their extensions in a file.
struct TypeExtent: Sendable {
  /// The type's name, as it is declared or extended.
  let name: String
  /// Whether it is declared here, and not extended.
  let isDeclaration: Bool
  /// The lines of code from its first to its closing brace.
  let lines: Range<Int>
}

extension SourceFile {
  /// The types that the file declares or extends at its top level, in their order.
  var types: [TypeExtent] {
    let head =
      /^(?:@\w+(?:\([^)]*\))? )*(?:(?:package|public|internal|private|fileprivate|final|indirect) )*(struct|enum|class|actor|protocol|extension) +([\[\w.?:& \]]+?)(?=[ :<{]|$)/
    var found: [TypeExtent] = []
    var index = 0
    while index < code.count {
      // Most lines are indented, and so of something else.
      if code[index].first?.isLetter == true || code[index].hasPrefix("@"),
        let match = code[index].firstMatch(of: head)
      {
        let end = closingBrace(from: index)
        found.append(
          TypeExtent(
            name: String(match.output.2),
            isDeclaration: match.output.1 != "extension",
            lines: index..<end + 1
          )
        )
        index = end
      }
      index += 1
    }
    return found
  }

  /// The line of the brace that closes the first one from a line on.
  private func closingBrace(from start: Int) -> Int {
    var depth = 0
    var isOpen = false
    for index in start..<code.count {
      for character in code[index] {
        if character == "{" {
          depth += 1
          isOpen = true
        } else if character == "}" {
          depth -= 1
        }
      }
      if isOpen, depth == 0 { return index }
    }
    return code.count - 1
  }
}
