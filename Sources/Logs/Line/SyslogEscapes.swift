/// Carries out what rsyslog writes for control characters: `#012` for a line end, `#011` for a tab,
/// `#033` for the escape of a colour.
///
/// - Source: <https://www.rsyslog.com/doc/rainerscript/global.html> (`parser.escapeControlCharacters`).
enum SyslogEscapes {
  /// The lines of a text without colours; `nil` where nothing is escaped in it.
  static func lines(_ text: [UInt8]) -> [[UInt8]]? {
    guard text.contains(UInt8(ascii: "#")) else { return nil }
    var bytes: [UInt8] = []
    var isEscaped = false
    text.withUnsafeBufferPointer { line in
      var position = 0
      while position < line.count {
        if let control = control(line, position) {
          isEscaped = true
          bytes.append(control)
          position += 4
        } else {
          bytes.append(line[position])
          position += 1
        }
      }
    }
    guard isEscaped else { return nil }
    let plain = bytes.withUnsafeBufferPointer { LineBody.withoutColours($0) } ?? bytes
    return plain.split(separator: 10).map { Array($0) }
  }

  private static func control(_ line: LineBytes, _ place: Int) -> UInt8? {
    if line.has("#012", at: place) { return 10 }
    if line.has("#011", at: place) { return 9 }
    if line.has("#033[", at: place) { return 0x1B }
    return nil
  }
}
