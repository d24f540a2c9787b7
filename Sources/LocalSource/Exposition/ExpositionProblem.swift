/// Why an exposition cannot be read, with the line.
package struct ExpositionProblem: Error, Hashable, Sendable {
  /// Counted from 1; a line feed inside a label value counts too.
  package var line: Int
  /// What was expected and found; parts of the text are escaped.
  package var reason: String

  /// Both in one line, for people.
  package var message: String { "line \(line): \(reason)" }

  /// A part of the exposition as it may be shown: short, in quotes, nothing but visible ASCII.
  static func excerpt(_ bytes: some Collection<UInt8>) -> String {
    let limit = 40
    var text = "'"
    for byte in bytes.prefix(limit) {
      switch byte {
      case 0x0a: text += "\\n"
      case 0x0d: text += "\\r"
      case 0x09: text += "\\t"
      case 0x20..<0x7f: text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16)
        text += "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
      }
    }
    return text + (bytes.count > limit ? "…'" : "'")
  }
}
