/// The one writer of JSON.
///
/// Programs read it, and people in terminals and editors, which obey what they are sent. So every
/// character that is invisible, changes direction or acts on a terminal stands as an escape, as does a
/// combining mark that has no character of its own or is the third one there: what is written passes
/// `VisibleText` unchanged, and reads back as the same text.
///
/// - Source: <https://www.rfc-editor.org/rfc/rfc8259>.
package struct JSONText {
  /// How values are laid out.
  package enum Layout: Hashable, Sendable {
    /// Without any space, for programs.
    case dense
    /// On one line with spaces, for people.
    case line
    /// With two spaces a level, and on lines of at most 100 columns where values allow, for people.
    case spread
  }

  /// The bytes so far.
  package private(set) var bytes: [UInt8] = []
  private let layout: Layout

  /// The most columns of a line.
  private static let columns = 100
  /// The most combining marks on one character.
  private static let marksPerCharacter = 2

  /// Writes a value.
  package init(_ value: JSONValue, _ layout: Layout = .dense) {
    self.layout = layout
    switch layout {
    case .dense, .line: write(value)
    case .spread: spread(value, indent: 0, column: 0)
    }
  }

  /// The text so far.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  private mutating func put(_ text: String) {
    bytes += text.utf8
  }

  // MARK: Values

  private mutating func write(_ value: JSONValue) {
    switch value {
    case .null: put("null")
    case .boolean(let flag): put(flag ? "true" : "false")
    case .number(let number): write(number)
    case .digits(let digits): put(digits)
    case .text(let text): quote(text)
    case .foreign(let json): rewrite(json)
    case .list(let items): write(list: items)
    case .object(let members): write(members)
    }
  }

  private mutating func write(_ number: Double) {
    guard number.isFinite else {
      quote(number.isNaN ? "NaN" : number < 0 ? "-Inf" : "+Inf")
      return
    }
    let text = "\(number)"
    put(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
  }

  private mutating func write(list items: some Collection<JSONValue>) {
    put("[")
    var isFirst = true
    for item in items {
      if !isFirst { put(layout == .dense ? "," : ", ") }
      isFirst = false
      write(item)
    }
    put("]")
  }

  private mutating func write(_ members: [JSONValue.Member]) {
    let isSpaced = layout != .dense && !members.isEmpty
    put(isSpaced ? "{ " : "{")
    for (index, member) in members.enumerated() {
      if index > 0 { put(isSpaced ? ", " : ",") }
      quote(member.name)
      put(isSpaced ? ": " : ":")
      write(member.value)
    }
    put(isSpaced ? " }" : "}")
  }

  // MARK: Lines

  private mutating func spread(_ value: JSONValue, indent: Int, column: Int) {
    let line = JSONText(value, .line).bytes
    let width = line.count { $0 & 0xC0 != 0x80 }
    // The top level is always spread out, and a comma may follow.
    let isShort = column > 0 && column + width + 1 <= Self.columns
    switch value {
    case .list(let items) where !isShort && !items.isEmpty:
      spread(items, indent, between: "[", "]") { json, item in
        json.spread(item, indent: indent + 1, column: 2 * indent + 2)
      }
    case .object(let members) where !isShort && !members.isEmpty:
      spread(members, indent, between: "{", "}") { json, member in
        let start = json.bytes.count
        json.quote(member.name)
        json.put(": ")
        let name = json.bytes[start...].count { $0 & 0xC0 != 0x80 }
        json.spread(member.value, indent: indent + 1, column: 2 * indent + 2 + name)
      }
    default: bytes += line
    }
  }

  private mutating func spread<Items: Collection>(
    _ items: Items,
    _ indent: Int,
    between open: String,
    _ close: String,
    _ write: (inout JSONText, Items.Element) -> Void
  ) {
    let margin = String(repeating: "  ", count: indent)
    put(open)
    var isFirst = true
    for item in items {
      put((isFirst ? "\n  " : ",\n  ") + margin)
      isFirst = false
      write(&self, item)
    }
    put("\n\(margin)\(close)")
  }

  // MARK: Texts

  private mutating func quote(_ text: String) {
    var text = text
    put("\"")
    let isPlain = text.withUTF8 { utf8 in
      guard utf8.allSatisfy(Self.isPlain) else { return false }
      bytes += utf8
      return true
    }
    if !isPlain {
      // As if the character before were full: a first mark must not fall on the quote.
      var marks = Self.marksPerCharacter
      for scalar in text.unicodeScalars { put(scalar, &marks) }
    }
    put("\"")
  }

  /// Writes JSON without the space between its tokens, and texts in it as all texts are.
  private mutating func rewrite(_ json: String) {
    var isText = false
    var isEscaped = false
    var marks = Self.marksPerCharacter
    for scalar in json.unicodeScalars {
      switch scalar {
      case _ where isEscaped:
        isEscaped = false
        marks = Self.marksPerCharacter
        bytes += String(scalar).utf8
      case "\\" where isText:
        isEscaped = true
        put("\\")
      case "\"":
        isText.toggle()
        marks = Self.marksPerCharacter
        put("\"")
      case _ where isText: put(scalar, &marks)
      case " ", "\n", "\r", "\t": break
      default: put(scalar, &marks)
      }
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar, _ marks: inout Int) {
    let kind = Self.kind(of: scalar)
    let isRaw = kind == .shown || kind == .mark && marks < Self.marksPerCharacter
    if isRaw {
      marks = kind == .mark ? marks + 1 : 0
      if scalar.isASCII {
        bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      } else {
        bytes += String(scalar).utf8
      }
      return
    }
    marks = Self.marksPerCharacter
    switch scalar {
    case "\"": put("\\\"")
    case "\\": put("\\\\")
    case "\n": put("\\n")
    case "\r": put("\\r")
    case "\t": put("\\t")
    default:
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        put("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
      }
    }
  }

  // MARK: Characters

  private enum Kind {
    case shown
    case mark
    case escaped
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  private static func kind(of scalar: Unicode.Scalar) -> Kind {
    switch scalar.value {
    case 0..<0x7F: return isPlain(UInt8(truncatingIfNeeded: scalar.value)) ? .shown : .escaped
    // Most letters of most texts, without a search.
    case 0xAE...0x2FF, 0x4E00...0x9FFC, 0xAC00...0xD7A3: return .shown
    default: break
    }
    let properties = scalar.properties
    guard !properties.isDefaultIgnorableCodePoint, !properties.isVariationSelector,
      !properties.isEmojiModifier
    else { return .escaped }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      return .escaped
    case .nonspacingMark, .enclosingMark, .spacingMark: return .mark
    default: return .shown
    }
  }
}
