import Screen
import Testing

@testable import Terminal

@Suite struct KeyDecoderTests {
  private func keys(_ text: String) -> [Key] {
    var decoder = KeyDecoder()
    return decoder.keys(Array(text.utf8)) + decoder.lastKeys()
  }

  @Test(
    arguments: [
      ("q", .character("q")), (" ", .character(" ")), ("é", .character("é")),
      ("日", .character("日")), ("\r", .enter), ("\n", .enter), ("\t", .tab), ("\u{7F}", .backspace),
      ("\u{8}", .backspace), ("\u{1}", .control("a")), ("\u{3}", .control("c")),
      ("\u{C}", .control("l")), ("\u{1A}", .control("z")), ("\u{1B}", .escape),
      ("\u{1B}[A", .up), ("\u{1B}OA", .up), ("\u{1B}[B", .down), ("\u{1B}OB", .down),
      ("\u{1B}[C", .right), ("\u{1B}OC", .right), ("\u{1B}[D", .left), ("\u{1B}OD", .left),
      ("\u{1B}[H", .home), ("\u{1B}OH", .home), ("\u{1B}[1~", .home), ("\u{1B}[7~", .home),
      ("\u{1B}[F", .end), ("\u{1B}OF", .end), ("\u{1B}[4~", .end), ("\u{1B}[8~", .end),
      ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown), ("\u{1B}[3~", .delete),
      ("\u{1B}[Z", .backtab), ("\u{1B}[1;2A", .up), ("\u{1B}[5;2~", .pageUp),
      ("\u{1B}OP", .function(1)), ("\u{1B}[11~", .function(1)), ("\u{1B}[[A", .function(1)),
      ("\u{1B}[[E", .function(5)), ("\u{1B}OS", .function(4)), ("\u{1B}[15~", .function(5)),
      ("\u{1B}[17~", .function(6)), ("\u{1B}[24~", .function(12)), ("\u{1B}OM", .enter),
      ("\u{1B}Oq", .character("1")), ("\u{1B}Ok", .character("+")),
    ] as [(String, Key)]
  )
  func oneSequenceIsOneKey(text: String, key: Key) {
    #expect(keys(text) == [key])
  }

  @Test(arguments: [
    "\u{1B}q", "\u{1B}!", "\u{1B}\r", "\u{1B}\u{7F}", "\u{1B}é",  // Alt with a character
    "\u{1B}\u{1B}[A", "\u{1B}\u{1B}OA", "\u{1B}[1;3A",  // Alt with an arrow
    "\u{1B}[1;5A", "\u{1B}[3;5~", "\u{1B}O5A", "\u{1B}[1;2P", "\u{1B}[15;2~",  // other keys held
    "\u{1B}[2~", "\u{1B}[E", "\u{1B}[99~", "\u{1B}[200;1u",  // not ours
    "\u{1B}[I", "\u{1B}[O", "\u{1B}[<0;10;5M", "\u{1B}[M !q", "\u{1B}[24;80R",  // reports
    "\u{1B}[?62;1;2c", "\u{1B}[?2026;2$y", "\u{1B}]11;rgb:0000/0000/0000\u{7}",
    "\u{1B}]52;c;cXF4\u{1B}\\", "\u{1B}P1+r544e=71\u{1B}\\", "\u{1B}_q\u{1B}\\",
    "\u{0}", "\u{1C}", "\u{85}", "\u{1B}[201~",
  ])
  func whatIsNotAKeyIsNothing(text: String) {
    #expect(keys(text).isEmpty)
    // And nothing of what follows is lost.
    var decoder = KeyDecoder()
    #expect(decoder.keys(Array(text.utf8) + Array("n".utf8)) == [.character("n")])
  }

  @Test(arguments: [
    "\u{1B}[A", "\u{1B}OP", "\u{1B}[15~", "日本語", "\u{1B}[200~日q\u{1B}[A\u{1B}[201~x",
    "\u{1B}]0;q\u{1B}\\j",
    "\u{1B}\u{1B}[Bk", "\u{1B}[M\u{1B}[Ak",
  ])
  func itDoesNotMatterWhereReadsSplit(text: String) {
    let bytes = Array(text.utf8)
    let whole = keys(text)
    for cut in 1..<bytes.count {
      var decoder = KeyDecoder()
      let first = decoder.keys(bytes[..<cut])
      #expect(first + decoder.keys(bytes[cut...]) + decoder.lastKeys() == whole, "cut at \(cut)")
    }
  }

  @Test func anEscapeIsAKeyOnlyWhenNothingFollows() {
    var decoder = KeyDecoder()
    #expect(decoder.keys([0x1B]).isEmpty)
    #expect(decoder.patience == .milliseconds(60))
    #expect(decoder.lastKeys() == [.escape])
    #expect(decoder.patience == nil)
    #expect(decoder.keys([0x1B, 0x1B]).isEmpty)
    #expect(decoder.lastKeys() == [.escape, .escape])
  }

  @Test func anUnfinishedSequenceIsForgotten() {
    var decoder = KeyDecoder()
    #expect(decoder.keys(Array("\u{1B}[1;".utf8)).isEmpty)
    #expect(decoder.patience == .milliseconds(500))
    #expect(decoder.lastKeys().isEmpty)
    #expect(decoder.keys(Array("j".utf8)) == [.character("j")])
  }

  @Test func anAnswerOfTheTerminalsAfterAnEscapeIsStillNothing() {
    #expect(keys("\u{1B}\u{1B}]0;q\u{7}") == [.escape])
  }

  @Test func aBrokenSequenceLeavesWhatComesAfterIt() {
    #expect(keys("\u{1B}[1\u{1B}[A") == [.up])
    #expect(keys("\u{1B}[\rq") == [.enter, .character("q")])
  }

  @Test func bytesThatAreNotTextAreDropped() {
    var decoder = KeyDecoder()
    let bytes: [UInt8] = [0xC0, 0xE3, 0x81, 0x71, 0xFF, 0xED, 0xA0, 0x80, 0x9B, 0x71]
    #expect(decoder.keys(bytes) == [.character("q"), .character("q")])
  }

  @Test func terminfoNamesMoreKeys() {
    var decoder = KeyDecoder(terminfo: [
      Array("\u{1B}[33~".utf8): .function(12), Array("\u{8}".utf8): .left,
      Array("\u{1B}q".utf8): .up,
    ])
    // Single bytes and two-byte sequences would take characters and Alt away.
    #expect(decoder.keys(Array("\u{1B}[33~\u{8}\u{1B}q".utf8)) == [.function(12), .backspace])
  }

  @Test func randomBytesNeverStopIt() {
    var generator = SplitMix(seed: 7)
    for _ in 0..<2000 {
      var decoder = KeyDecoder()
      let interesting: [UInt8] = [0x1B, 0x5B, 0x4F, 0x5D, 0x7E, 0x30, 0x3B, 0x4D, 0x07, 0x5C]
      let bytes = (0..<40).map { _ in
        let draw = generator.next()
        return draw & 1 == 0
          ? interesting[Int(draw >> 8) % 10] : UInt8(truncatingIfNeeded: draw >> 8)
      }
      _ = decoder.keys(bytes)
      _ = decoder.lastKeys()
      #expect(decoder.keys([0x71]) == [.character("q")])
    }
  }
}

/// A small generator with a seed.
private struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

extension KeyDecoder {
  /// The keys that bytes complete; other events would be missing.
  mutating func keys(_ bytes: some Sequence<UInt8>) -> [Key] { feed(bytes).map(\.key) }

  /// The keys that are left when no more bytes come.
  mutating func lastKeys() -> [Key] { expire().map(\.key) }
}

extension TerminalEvent {
  fileprivate var key: Key {
    if case .key(let key) = self { return key }
    Issue.record("\(self) is no key")
    return .escape
  }
}
