import FoundationEssentials
import Telemetry
import TestSupport
import Testing

/// The one writer of JSON.
@Suite struct JSONTextTests {
  private func text(_ value: JSONValue, _ layout: JSONText.Layout = .dense) -> String {
    JSONText(value, layout).text
  }

  /// The text that a reader gets back.
  private func readBack(_ text: String) throws -> String {
    try JSONDecoder().decode(String.self, from: Data(JSONText(.text(text)).bytes))
  }

  @Test(arguments: [
    ("", #""""#), ("a\"b\\c", #""a\"b\\c""#), ("\n\r\t\u{8}\u{0}", #""\n\r\t\u0008\u0000""#),
    ("é日🎉", #""é日🎉""#), ("\u{7F}\u{80}\u{9B}2J", #""\u007f\u0080\u009b2J""#),
    ("a\u{202E}b\u{2066}c\u{200F}", #""a\u202eb\u2066c\u200f""#),
    ("\u{200B}\u{FEFF}\u{AD}\u{2028}\u{A0}", #""\u200b\ufeff\u00ad\u2028\u00a0""#),
    ("\u{E0041}\u{F0000}\u{FFFF}", #""\udb40\udc41\udb80\udc00\uffff""#),
    ("👍🏽👩‍👩‍👧", #""👍\ud83c\udffd👩\u200d👩\u200d👧""#), ("❤️", #""❤\ufe0f""#),
    ("e\u{301}", "\"e\u{301}\""), ("\u{301}e", #""\u0301e""#),
    ("e\u{301}\u{302}\u{303}\u{304}f\u{301}", "\"e\u{301}\u{302}\\u0303\\u0304f\u{301}\""),
    ("ก็้ำ", "\"ก็้ำ\""), ("नमस्ते", "\"नमस्ते\""),
  ])
  func whatActsOnATerminalIsEscaped(text: String, json: String) throws {
    #expect(self.text(.text(text)) == json)
    #expect(Array(try readBack(text).unicodeScalars) == Array(text.unicodeScalars))
  }

  @Test func endlessMarksAreEscaped() {
    let zalgo = "a" + String(repeating: "\u{336}", count: 1000)
    let json = text(.text(zalgo))
    #expect(json.unicodeScalars.count { $0 == "\u{336}" } == 2)
  }

  @Test func everyCharacterReadsBack() throws {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      // A text of its own for each would take minutes.
      guard value < 0x3000 || value % 97 == 0 else { continue }
      let text = "x\(scalar)y"
      let back = try readBack(text)
      #expect(back.unicodeScalars.elementsEqual(text.unicodeScalars), "\(value)")
    }
  }

  @Test func awkwardTextsReadBack() throws {
    var random = SeededGenerator(seed: 0x150)
    for _ in 0..<5000 {
      let text = random.awkwardText()
      #expect(try readBack(text).unicodeScalars.elementsEqual(text.unicodeScalars))
    }
  }

  @Test(arguments: [
    (1.0, "1"), (-0.5, "-0.5"), (1_795_343_122.335, "1795343122.335"), (1e300, "1e+300"),
    (.leastNonzeroMagnitude, "5e-324"), (.nan, #""NaN""#), (.infinity, #""+Inf""#),
    (-.infinity, #""-Inf""#),
    (9_007_199_254_740_992, "9007199254740992"),
  ])
  func numbersAreThoseOfJSON(number: Double, json: String) {
    #expect(text(.number(number)) == json)
  }

  @Test func foreignJSONLosesItsSpaceAndWhatActsOnATerminal() {
    let foreign =
      " { \"a\u{9B}\" : [ 1.50e3 , \"b \\\" \\\\\" , \"\u{202E} \\u001b\u{301}\" ] ,\n\"c\":{} }"
    #expect(
      text(.foreign(foreign))
        == #"{"a\u009b":[1.50e3,"b \" \\","\u202e \u001b"# + "\u{301}" + #""],"c":{}}"#
    )
  }

  @Test func layoutsDifferInSpaceAlone() {
    let value: JSONValue = [
      "name": .text("a"), "none": nil, "null": .null, "empty": .list([]), "object": [:],
      "list": .list([.digits("1"), .boolean(true), ["x": .number(2)]]),
      "long": .list((0..<40).lazy.map { .digits("\($0)") }),
    ]
    #expect(
      text(value).hasPrefix(#"{"name":"a","null":null,"empty":[],"object":{},"list":[1,true,"#)
    )
    #expect(
      text(value, .line).hasPrefix(#"{ "name": "a", "null": null, "empty": [], "object": {}, "#)
    )
    let lines = text(value, .spread).split(separator: "\n")
    #expect(lines.first == "{")
    #expect(lines.contains(#"  "list": [1, true, { "x": 2 }],"#))
    #expect(lines.contains("    39"))
    #expect(lines.allSatisfy { $0.count <= 100 })
    let dense = text(value, .spread).filter { $0 != " " && $0 != "\n" }
    #expect(dense == text(value))
  }

  @Test func labelsAreAnObject() {
    #expect(text(.labels(LabelSet(["b": "2", "a": "\u{9B}"]))) == #"{"a":"\u009b","b":"2"}"#)
  }
}
