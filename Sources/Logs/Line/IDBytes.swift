/// Finds and judges what may be a correlation ID, as bytes.
enum IDBytes {
  /// No ID that anybody writes is longer.
  static let maxLength = 128

  /// The part of a field's value that is the ID: all of it, or the trace ID where the value has more.
  ///
  /// - Returns: `nil` for what cannot be an ID: empty, with spaces or quotes, `null`, all zeros.
  static func id(_ line: LineBytes, _ range: Range<Int>) -> Range<Int>? {
    guard (1...maxLength).contains(range.count) else { return nil }
    let range = withoutPrefix(line, range)
    let found =
      traceParent(line, range) ?? traceOfSpan(line, range) ?? rootOfXRay(line, range)
      ?? traceOfProject(line, range) ?? range
    guard found.allSatisfy({ isPart(line[$0]) }), !isBlank(line, found) else { return nil }
    return found
  }

  // MARK: Forms

  /// The digits of `0x4bf92f…`, as OpenTelemetry's console exporter writes IDs.
  private static func withoutPrefix(_ line: LineBytes, _ range: Range<Int>) -> Range<Int> {
    guard range.count == 34 || range.count == 18, line.has("0x", at: range.lowerBound) else {
      return range
    }
    return range.dropFirst(2)
  }

  /// The trace ID of `00-<trace>-<span>-<flags>`.
  ///
  /// - Source: <https://www.w3.org/TR/trace-context/#traceparent-header-field-values>.
  private static func traceParent(_ line: LineBytes, _ range: Range<Int>) -> Range<Int>? {
    guard range.count >= 55 else { return nil }
    let start = range.lowerBound
    for offset in 0..<55 {
      let byte = line[start + offset]
      let isRight = offset == 2 || offset == 35 || offset == 52 ? byte == 45 : isHex(byte)
      guard isRight else { return nil }
    }
    guard range.count == 55 || line[start + 55] == 45 else { return nil }
    return start + 3..<start + 35
  }

  /// The trace ID of `<trace>-<span>…`, `<trace>:<span>:…` and `<trace>/<span>`: B3's single header,
  /// Sentry, Jaeger, Spring Boot, Google's `X-Cloud-Trace-Context`.
  private static func traceOfSpan(_ line: LineBytes, _ range: Range<Int>) -> Range<Int>? {
    let start = range.lowerBound
    let limit = min(range.upperBound, start + 33)
    var end = start
    while end < limit, isHex(line[end]) { end += 1 }
    let length = end - start
    guard length == 32 || length == 16, end + 1 < range.upperBound else { return nil }
    let isSeparated =
      line[end] == 45 || line[end] == UInt8(ascii: ":") || line[end] == UInt8(ascii: "/")
    guard isSeparated, isHex(line[end + 1]) else { return nil }
    return start..<end
  }

  /// The root of `Self=…;Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1`.
  ///
  /// - Source: <https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html>.
  private static func rootOfXRay(_ line: LineBytes, _ range: Range<Int>) -> Range<Int>? {
    guard range.count > 6, line[range.lowerBound] &- 65 < 26,
      let equal = line.first(UInt8(ascii: "="), from: range.lowerBound, to: range.upperBound)
    else { return nil }
    var start = equal - 4
    while start >= range.lowerBound, start + 5 < range.upperBound {
      if line.has("Root=", at: start) {
        let end = line.first(UInt8(ascii: ";"), from: start, to: range.upperBound)
        return start + 5..<(end ?? range.upperBound)
      }
      guard let next = line.first(UInt8(ascii: ";"), from: start + 4, to: range.upperBound) else {
        return nil
      }
      start = next + 1
    }
    return nil
  }

  /// The ID of Google Cloud's `projects/shop/traces/4bf92f…`, of which PHP escapes the slashes.
  private static func traceOfProject(_ line: LineBytes, _ range: Range<Int>) -> Range<Int>? {
    guard line.has("projects", at: range.lowerBound) else { return nil }
    var start = range.lowerBound
    while start + 8 < range.upperBound {
      if line.has("traces/", at: start) { return start + 7..<range.upperBound }
      if line.has("traces\\/", at: start) { return start + 8..<range.upperBound }
      start += 1
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

  /// Whether 35 bytes are an ID of AWS X-Ray.
  static func isXRay(_ line: LineBytes, _ range: Range<Int>) -> Bool {
    guard range.count == 35, line[range.lowerBound] == UInt8(ascii: "1") else { return false }
    for offset in 1..<35 {
      let byte = line[range.lowerBound + offset]
      guard offset == 1 || offset == 10 ? byte == 45 : isHex(byte) else { return false }
    }
    return true
  }

  static func isHex(_ byte: UInt8) -> Bool {
    byte &- 48 < 10 || (byte | 32) &- 97 < 6
  }

  /// Whether a byte can be in an ID: all that is seen of ASCII but quotes, backslashes and brackets,
  /// which have a bit each.
  @inline(__always)
  static func isPart(_ byte: UInt8) -> Bool {
    let bits: UInt64 = byte < 64 ? 0xAFFF_FC7A_0000_0000 : 0x57FF_FFFE_C7FF_FFFF
    return byte < 128 && bits >> UInt64(byte & 63) & 1 != 0
  }

  /// Whether a value stands for none: no letter and no digit but zeros, or a word that says so.
  static func isBlank(_ line: LineBytes, _ range: Range<Int>) -> Bool {
    if range.allSatisfy({ !((line[$0] | 32) &- 97 < 26 || line[$0] &- 49 < 9) }) { return true }
    guard range.count <= 9, !(line[range.lowerBound] &- 48 < 10) else { return false }
    return blankWords[NameHashes.folded(line, range)] != nil
  }

  private static let blankWords = NameHashes(
    ["null", "nil", "none", "undefined", "unknown", "n/a", "empty"].map { ($0, 1) }
  )
}
