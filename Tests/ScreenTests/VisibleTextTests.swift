import Screen
import TestSupport
import Testing

@Suite struct VisibleTextTests {
  @Test(arguments: [
    ("plain ASCII ~", "plain ASCII ~"),
    ("Grüße, 日本 ✓", "Grüße, 日本 ✓"),
    ("\u{1B}[2J\u{1B}]0;title\u{07}", "␛[2J␛]0;title␇"),
    ("forged\r\nline", "forged␍␊line"),
    ("a\tb", "a b"),
    ("a\u{A0}b\u{3000}c\u{2009}d", "a b c d"),
    ("\u{7F}\u{0}", "␡␀"),
    ("\u{9B}31m", "<U+009B>31m"),
    ("\u{90}q\u{9C}", "<U+0090>q<U+009C>"),
    ("user\u{202E}nimda", "user<U+202E>nimda"),
    ("\u{2066}x\u{2069}\u{200E}\u{200F}\u{61C}", "<U+2066>x<U+2069><U+200E><U+200F><U+061C>"),
    ("pay\u{200B}pal\u{FEFF}\u{AD}\u{2060}", "pay<U+200B>pal<U+FEFF><U+00AD><U+2060>"),
    ("a\u{2028}b\u{2029}c", "a<U+2028>b<U+2029>c"),
    ("\u{E000}\u{F8FF}\u{10FFFD}", "<U+E000><U+F8FF><U+10FFFD>"),
    ("\u{E0041}\u{E007F}", "<U+E0041><U+E007F>"),
    ("\u{3164}\u{FFA0}\u{115F}\u{1160}", "<U+3164><U+FFA0><U+115F><U+1160>"),
    ("\u{378}", "<U+0378>"),
    ("\u{FFF9}a\u{FFFB}", "<U+FFF9>a<U+FFFB>"),
    ("❤\u{FE0F}", "❤◌"),
    ("👩\u{200D}💻 👍\u{1F3FD}", "👩◌💻 👍◌"),
    ("e\u{301}", "e\u{301}"),
    ("e\u{301}\u{302}\u{303}\u{304}\u{305}", "e\u{301}\u{302}◌\u{303}\u{304}◌\u{305}"),
    ("\u{301}a", "◌\u{301}a"),
    ("", ""),
  ])
  func hostileTextBecomesVisible(text: String, shown: String) {
    // Scalars, since String's == holds canonically equal texts for the same.
    #expect(Array(VisibleText.sanitized(text).unicodeScalars) == Array(shown.unicodeScalars))
  }

  @Test func bytesThatAreNoTextShowAsReplacementCharacters() {
    let text = String(decoding: [0x61, 0xFF, 0xC2, 0x90, 0xED, 0xA0, 0x80, 0x62], as: UTF8.self)
    #expect(VisibleText.sanitized(text) == "a\u{FFFD}<U+0090>\u{FFFD}\u{FFFD}\u{FFFD}b")
  }

  @Test(arguments: [
    ("", 0), ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("\u{301}", 1), ("\u{202E}", 8),
    ("\u{1B}", 1), ("👩\u{200D}💻", 5), ("각", 2), ("\u{1100}\u{1161}\u{11A8}", 2), ("…", 1),
  ])
  func widthIsInColumns(text: String, columns: Int) {
    #expect(VisibleText.width(of: text) == columns)
  }

  /// Whatever arrives, what leaves has no character that a terminal would obey, passes again
  /// unchanged, and takes the columns that were announced.
  @Test func randomTextAlwaysComesOutHarmless() {
    var generator = SeededGenerator(seed: 0x5EED)
    let traps: [UInt32] = [
      0x1B, 0x9B, 0x90, 0x7F, 0x0A, 0x0D, 0x202E, 0x2066, 0x200B, 0x200D, 0xFE0F, 0x301, 0x20E3,
      0x1F469, 0x65E5, 0xE0041, 0xAD, 0x41, 0x20, 0x09,
    ]
    for _ in 0..<3000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...24, using: &generator) {
        let isTrap = Bool.random(using: &generator)
        let value =
          isTrap
          ? traps.randomElement(using: &generator) ?? 0
          : UInt32.random(in: 0...0x10FFFF, using: &generator)
        if let scalar = Unicode.Scalar(value) { text.append(scalar) }
      }
      let shown = VisibleText.sanitized(String(text))
      let isHarmless = shown.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)
          && $0.properties.generalCategory != .format
      }
      #expect(isHarmless, "\(Array(text))")
      #expect(VisibleText.sanitized(shown).unicodeScalars.elementsEqual(shown.unicodeScalars))
      var grid = Grid(Size(400, 1))
      #expect(grid.put(shown, x: 0, y: 0) == VisibleText.width(of: String(text)))
    }
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""),
    ("abcdef", -3, ""), ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"),
    ("日本語", 1, "…"), ("", 3, ""), ("ae\u{301}b", 3, "ae\u{301}b"), ("ae\u{301}bc", 3, "ae\u{301}…"),
    ("abe\u{301}c", 3, "ab…"),
  ])
  func truncationMarksWhatItCuts(text: String, columns: Int, shown: String) {
    let result = VisibleText.truncated(text, to: columns)
    #expect(Array(result.unicodeScalars) == Array(shown.unicodeScalars))
    #expect(VisibleText.width(of: result) <= max(0, columns))
  }

  @Test(arguments: [
    ("", 5, [""]), ("one two three", 7, ["one two", "three"]),
    ("one two three", 3, ["one", "two", "thr", "ee"]),
    ("abcdefgh", 3, ["abc", "def", "gh"]), ("a bcdefgh", 4, ["a", "bcde", "fgh"]),
    ("  indented text", 10, ["  indented", "text"]), ("a    b", 3, ["a", "b"]),
    ("日本語 x", 4, ["日本", "語 x"]),
    ("日本", 1, ["…", "…"]), ("x", 0, []), ("one\ntwo", 9, ["one␊two"]),
    ("trailing  ", 8, ["trailing"]),
  ])
  func wrappingBreaksAtSpaces(text: String, columns: Int, lines: [String]) {
    #expect(VisibleText.wrapped(text, to: columns) == lines)
  }
}
