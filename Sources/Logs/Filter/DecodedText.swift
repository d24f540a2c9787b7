/// A line as it is drawn, where that differs from its bytes: with JSON's escapes carried out and without
/// colours.
enum DecodedText {
  /// Whether the decoded text of a line meets a test; false where it is what is written.
  static func meets(_ line: LineBytes, _ isMet: (LineBytes) -> Bool) -> Bool {
    guard line.hasEscape else { return false }
    let body = LineBody.decoding(line).bytes
    guard let body else { return decoded(line, isMet) }
    return body.withUnsafeBufferPointer { body in
      isMet(body) || body.hasEscape && decoded(body, isMet)
    }
  }

  private static func decoded(_ line: LineBytes, _ isMet: (LineBytes) -> Bool) -> Bool {
    let text = FieldText.unescapedBytes(line, 0..<line.count)
    return text.withUnsafeBufferPointer { text in
      guard let plain = LineBody.withoutColours(text) else { return isMet(text) }
      return plain.withUnsafeBufferPointer(isMet)
    }
  }
}
