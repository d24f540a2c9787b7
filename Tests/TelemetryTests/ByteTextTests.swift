import Testing

@testable import Telemetry

/// Texts that Swift takes as equal and a server does not.
@Suite struct ByteTextTests {
  private let composed = "caf\u{E9}"
  private let decomposed = "cafe\u{301}"

  @Test func textsAreEqualByTheirBytesAlone() {
    #expect(composed == decomposed)
    #expect(ByteText(composed) != ByteText(decomposed))
    #expect(ByteText(composed) == ByteText("caf" + "\u{E9}"))
    // The sign of the kelvin has the letter K as its canonical form.
    #expect(ByteText("K") != ByteText("\u{212A}"))
    #expect(Set([ByteText(composed), ByteText(decomposed)]).count == 2)
  }

  @Test func textsAreOrderedByTheirBytes() {
    #expect(ByteText("a") < ByteText("b"))
    #expect(ByteText("a") < ByteText("aa"))
    #expect(ByteText(decomposed) < ByteText(composed))
    #expect(ByteText("z") < ByteText("\u{E9}"))
    // Beyond U+FFFF, where the order of UTF-16 would be another one.
    #expect(ByteText("\u{FFFD}") < ByteText("\u{1F389}"))
  }

  @Test func labelsThatDifferInTheirBytesAreTwoLabels() {
    let one = LabelSet(["city": composed])
    let other = LabelSet(["city": decomposed])
    #expect(one != other)
    #expect(other < one)
    #expect(
      LabelSet([.init(name: composed, value: "1"), .init(name: decomposed, value: "2")])
        .labels.count == 2
    )
    #expect(LabelMatcher("a", .equal, composed) != LabelMatcher("a", .equal, decomposed))
  }
}
