/// A text that a person looks for, in all the forms in which a line may hold it.
///
/// A text without capitals is found in either case, as in less and lnav. What JSON escapes is found
/// escaped too: quotes, backslashes, line ends, and letters beyond ASCII.
struct SoughtText: Hashable, Sendable {
  /// The text and, where it differs, the escaped text.
  let forms: [String]
  /// Whether ASCII letters match in either case.
  let folds: Bool
  private let searches: [TextSearch]

  init(_ text: String) {
    folds =
      text.unicodeScalars.contains { "a"..."z" ~= $0 }
      && !text.unicodeScalars.contains { $0.properties.isUppercase }
    let isPlain = text.utf8.allSatisfy { byte in
      byte >= 32 && byte < 127 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
    forms = isPlain ? [text] : Self.forms(text)
    searches = forms.map { [folds] in TextSearch(Array($0.utf8), folds: folds) }
  }

  func isFound(in line: LineBytes) -> Bool {
    searches.contains { $0.isFound(in: line) }
  }

  /// Whether it may be in lines with these triples.
  func mayBe(in triples: ByteTriples) -> Bool {
    forms.contains { triples.mayHold($0.utf8) }
  }

  /// Where it is found first, in any form; `nil` where it is not.
  func first(in line: LineBytes) -> Range<Int>? {
    var found: Range<Int>?
    for search in searches {
      guard let start = search.first(in: line), start < found?.lowerBound ?? .max else { continue }
      found = start..<start + search.count
    }
    return found
  }

  /// Whether it has signs that loggers escape though JSON does not ask for it: PHP `/`, Go and .NET
  /// `<`, `>`, `&` and `'`.
  var isOftenEscaped: Bool { forms[0].utf8.contains { Self.escapes[$0] != nil } }

  /// A regular expression that finds these signs escaped too.
  static func expression(_ source: String) -> String {
    var found = String.UnicodeScalarView()
    for scalar in source.unicodeScalars {
      let escaped = scalar.isASCII ? escapes[UInt8(ascii: scalar)] : nil
      if let escaped {
        found.append(contentsOf: escaped.unicodeScalars)
      } else {
        found.append(scalar)
      }
    }
    return String(found)
  }

  private static let escapes: [UInt8: String] = [
    UInt8(ascii: "/"): #"\\?/"#, UInt8(ascii: "<"): #"(?:<|\\u003[cC])"#,
    UInt8(ascii: ">"): #"(?:>|\\u003[eE])"#, UInt8(ascii: "&"): #"(?:&|\\u0026)"#,
    UInt8(ascii: "'"): #"(?:'|\\u0027)"#,
  ]

  private static func forms(_ text: String) -> [String] {
    let escaped = escaped(text, beyondASCII: false)
    let ascii = Self.escaped(text, beyondASCII: true)
    var forms = [text]
    for form in [escaped, ascii] where !forms.contains(form) { forms.append(form) }
    return forms
  }

  /// The text as it stands in JSON.
  private static func escaped(_ text: String, beyondASCII: Bool) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": escaped.append(contentsOf: ["\\", scalar])
      case "\n": escaped.append(contentsOf: ["\\", "n"])
      case "\r": escaped.append(contentsOf: ["\\", "r"])
      case "\t": escaped.append(contentsOf: ["\\", "t"])
      case "\u{0}"..."\u{1F}": escaped.append(contentsOf: unicodeEscape(scalar))
      case "\u{80}"... where beyondASCII: escaped.append(contentsOf: unicodeEscape(scalar))
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }

  /// `\u00e9`, for characters beyond the first plane a pair of surrogates.
  private static func unicodeEscape(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
    var text = ""
    for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
      let hex = String(unit, radix: 16)
      text += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
    }
    return text.unicodeScalars
  }
}
