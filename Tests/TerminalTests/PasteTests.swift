import Screen
import Testing

@testable import Terminal

@Suite struct PasteTests {
  private let start = Array("\u{1B}[200~".utf8)
  private let end = Array("\u{1B}[201~".utf8)

  private func pasted(_ text: [UInt8]) -> [Key] {
    var decoder = KeyDecoder()
    return decoder.keys(start + text + end)
  }

  @Test func aPasteIsOneKeyWhateverIsInIt() {
    let text = "q!\u{3}\u{1B}[A\u{1B}:silence\tend"
    #expect(pasted(Array(text.utf8)) == [.paste(text)])
  }

  @Test func lineEndsAreLineFeeds() {
    #expect(pasted(Array("a\rb\r\nc\nd\r\re".utf8)) == [.paste("a\nb\nc\nd\n\ne")])
  }

  @Test func keysBeforeAndAfterAreKeys() {
    var decoder = KeyDecoder()
    let bytes = [UInt8(ascii: "a")] + start + [UInt8(ascii: "b")] + end + [UInt8(ascii: "c")]
    #expect(decoder.keys(bytes) == [.character("a"), .paste("b"), .character("c")])
  }

  @Test func aPasteAfterAnEscapeIsStillAPaste() {
    var decoder = KeyDecoder()
    #expect(decoder.keys([0x1B] + start + [0x71] + end) == [.escape, .paste("q")])
  }

  @Test func aLongPasteIsCutAtACharacter() {
    let text = "x" + String(repeating: "é", count: 40_000)
    guard case .paste(let kept)? = pasted(Array(text.utf8)).first else {
      Issue.record("no paste")
      return
    }
    #expect(kept.utf8.count == PasteBuffer.limit - 1)
    #expect(kept.last == "é")
  }

  @Test func aPasteWithoutEndEndsAtLast() {
    var decoder = KeyDecoder()
    #expect(decoder.keys(start + Array("half".utf8)).isEmpty)
    #expect(decoder.patience == .seconds(5))
    #expect(decoder.lastKeys() == [.paste("half")])
    #expect(decoder.keys(Array("j".utf8)) == [.character("j")])
  }
}
