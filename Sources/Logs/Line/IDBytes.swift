/// Finds and judges what may be a correlation ID, as bytes.
enum IDBytes {
  /// No ID that anybody writes is longer.
  static let maxLength = 128

  /// The part of a field's value that is the ID: all of it, or the trace ID of a `traceparent`.
  ///
  /// - Returns: `nil` for what cannot be an ID: empty, with spaces or quotes, `null`, all zeros.
  static func id(_ line: LineBytes, _ range: Range<Int>) -> Range<Int>? {
    guard (1...maxLength).contains(range.count) else { return nil }
    if isTraceParent(line, range) {
      let trace = range.lowerBound + 3..<range.lowerBound + 35
      return isBlank(line, trace) ? nil : trace
    }
    guard range.allSatisfy({ isPart(line[$0]) }), !isBlank(line, range) else { return nil }
    return range
  }

  /// Whether a value has the form `00-<trace>-<span>-<flags>`.
  ///
  /// - Source: <https://www.w3.org/TR/trace-context/#traceparent-header-field-values>.
  static func isTraceParent(_ line: LineBytes, _ range: Range<Int>) -> Bool {
    guard range.count >= 55 else { return false }
    let start = range.lowerBound
    for offset in 0..<55 {
      let byte = line[start + offset]
      let isRight = offset == 2 || offset == 35 || offset == 52 ? byte == 45 : isHex(byte)
      guard isRight else { return false }
    }
    return range.count == 55 || line[start + 55] == 45
  }

  /// The first UUID in a line that has no field for its ID.
  static func uuid(_ line: LineBytes) -> Range<Int>? {
    let end = min(line.count, 1024)
    var dash = 8
    while dash + 28 <= end {
      guard line[dash] == 45 else {
        dash += 1
        continue
      }
      let start = dash - 8
      let range = start..<start + 36
      let isAlone =
        (start == 0 || !isName(line[start - 1]))
        && (range.upperBound == line.count || !isName(line[range.upperBound]))
      if isAlone, isUUID(line, range), !isBlank(line, range) { return range }
      dash += 1
    }
    return nil
  }

  /// Whether 36 bytes are a UUID with its dashes.
  static func isUUID(_ line: LineBytes, _ range: Range<Int>) -> Bool {
    guard range.count == 36 else { return false }
    for offset in 0..<36 {
      let byte = line[range.lowerBound + offset]
      let isDash = offset == 8 || offset == 13 || offset == 18 || offset == 23
      guard isDash ? byte == 45 : isHex(byte) else { return false }
    }
    return true
  }

  static func isHex(_ byte: UInt8) -> Bool {
    byte &- 48 < 10 || (byte | 32) &- 97 < 6
  }

  /// Whether a byte can be in an ID.
  static func isPart(_ byte: UInt8) -> Bool {
    guard byte > 32, byte < 127 else { return false }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "`"),
      UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"):
      return false
    default: return true
    }
  }

  /// Whether a value stands for none: zeros and dashes alone, or a word that says so.
  private static func isBlank(_ line: LineBytes, _ range: Range<Int>) -> Bool {
    if range.allSatisfy({ line[$0] == 48 || line[$0] == 45 }) { return true }
    guard range.count <= 9, !(line[range.lowerBound] &- 48 < 10) else { return false }
    return blankWords[NameHashes.folded(line, range)] != nil
  }

  private static let blankWords = NameHashes(
    ["null", "nil", "none", "undefined", "unknown", "n/a", "empty"].map { ($0, 1) }
  )

  private static func isName(_ byte: UInt8) -> Bool {
    (byte | 32) &- 97 < 26 || byte &- 48 < 10 || byte == 45 || byte == 95
  }
}
