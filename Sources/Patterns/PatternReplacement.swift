/// The replacement of a match, with `$1`, `${name}` and `$$` in it.
///
/// - Source: `Regexp.Expand` of Go's `regexp` package.
package struct PatternReplacement: Sendable {
  private enum Part: Sendable {
    case text(String)
    case number(Int)
    case name(String)
  }

  private var parts: [Part] = []

  /// Reads a replacement; a dollar sign that begins no reference stands for itself.
  package init(_ source: String) {
    var rest = Substring(source)
    var plain = String.UnicodeScalarView()
    while let scalar = rest.unicodeScalars.first {
      rest.unicodeScalars.removeFirst()
      guard scalar == "$" else {
        plain.append(scalar)
        continue
      }
      if rest.unicodeScalars.first == "$" {
        rest.unicodeScalars.removeFirst()
        plain.append("$")
      } else if let reference = Self.reference(&rest) {
        parts.append(.text(String(plain)))
        plain = String.UnicodeScalarView()
        parts.append(reference)
      } else {
        plain.append("$")
      }
    }
    parts.append(.text(String(plain)))
  }

  /// The text with what the expression has captured; a group that is not there is empty.
  package func text(_ captures: PatternCaptures) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .number(let number): captures[number] ?? ""
      case .name(let name): captures[name] ?? ""
      }
    }
    .joined()
  }

  /// Takes a name or a number, in braces or as long as it may be; `nil` where there is none.
  private static func reference(_ rest: inout Substring) -> Part? {
    let scalars = rest.unicodeScalars
    let isBraced = scalars.first == "{"
    let body = isBraced ? scalars.dropFirst() : scalars[...]
    let name = body.prefix {
      $0 == "_" || $0.properties.isAlphabetic || $0.properties.numericType != nil
    }
    guard !name.isEmpty else { return nil }
    var end = name.endIndex
    if isBraced {
      guard end < body.endIndex, body[end] == "}" else { return nil }
      end = body.index(after: end)
    }
    rest = rest[end...]
    let text = String(name)
    return Int(text).map(Part.number) ?? .name(text)
  }
}

/// The captures of an expression.
package struct PatternCaptures: Hashable, Sendable {
  /// Group 0 is the whole fit; `nil` for a group that took no part.
  package var groups: [String?]
  /// The names of the groups from 1 on; `nil` for one without a name.
  var names: [String?]

  subscript(number: Int) -> String? {
    groups.indices.contains(number) ? groups[number] : nil
  }

  subscript(name: String) -> String? {
    names.firstIndex(of: name).flatMap { self[$0 + 1] }
  }
}
