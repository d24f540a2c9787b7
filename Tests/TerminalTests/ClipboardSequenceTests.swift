import Testing

@testable import Terminal

@Suite struct ClipboardSequenceTests {
  @Test(arguments: [
    // The examples of RFC 4648, section 10.
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("ü>?", "w7w+Pw=="),
  ])
  func textBecomesBase64(text: String, encoded: String) {
    let bytes = ClipboardSequence.bytes(for: text)
    #expect(String(decoding: bytes, as: UTF8.self) == "\u{1B}]52;c;\(encoded)\u{7}")
  }

  @Test func nothingOfTheTextReachesTheTerminalAsItIs() {
    let bytes = ClipboardSequence.bytes(for: "\u{1B}[2J\u{7}\u{9C}")
    #expect(bytes.dropFirst().dropLast().allSatisfy { (0x20...0x7E).contains($0) })
  }

  @Test func aLongTextIsCutAtACharacter() {
    let text = String(repeating: "日", count: 30_000)
    let bytes = ClipboardSequence.bytes(for: text)
    #expect(bytes.count <= 100_000)
    // 24,998 characters of three bytes fill the limit, four digits each.
    #expect(bytes.count == 7 + 24_998 * 4 + 1)
  }
}
