import DashboardConfig
import TestSupport
import Testing

@Suite struct JSONReaderTests {
  private func read(_ text: String) -> (node: ConfigNode?, problems: [String]) {
    let (node, problems) = JSONReader.read(Array(text.utf8), file: "c.json")
    return (node, problems.map(\.description))
  }

  @Test func readsEveryKindOfValue() throws {
    let text = #"{"a": [1, -2.5e+3, true, false, null], "b": {"c": "d\n\"\\\/\u00e9\ud83d\ude00"}}"#
    let node = try #require(read(text).node)
    #expect(
      node["a"]?.items.map(\.content) == [
        .number("1"), .number("-2.5e+3"), .boolean(true), .boolean(false), .null,
      ]
    )
    #expect(node["b", "c"]?.content == .text("d\n\"\\/é😀"))
  }

  @Test func tellsWhereValuesStand() throws {
    let node = try #require(read("{\n  \"é\": [1,\n   2]\n}").node)
    #expect(node["é"]?.origin == .file("c.json", TextPosition(line: 2, column: 8)))
    #expect(node["é"]?.items.last?.origin == .file("c.json", TextPosition(line: 3, column: 4)))
  }

  @Test func skipsAByteOrderMark() {
    let (node, problems) = JSONReader.read([0xEF, 0xBB, 0xBF] + Array("[1, x]".utf8), file: "c")
    #expect(node == nil)
    #expect(problems.map(\.origin) == [.file("c", TextPosition(line: 1, column: 5))])
  }

  @Test(arguments: [
    ("", "1:1: the file is empty: it needs at least '{}'"),
    ("{", "1:2: expected a name in double quotes or '}', found the end of the file"),
    ("{\"a\" 1}", "1:6: expected ':' after the name, found '1'"),
    ("{\"a\": 1 \"b\": 2}", "1:9: expected ',' or '}' after the value, found '\"'"),
    ("{\"a\": 1,}", "1:8: trailing comma: remove it"),
    ("[1, 2,\n]", "1:6: trailing comma: remove it"),
    ("{\n  // why\n}", "2:3: JSON has no comments: remove it"),
    ("{} # why", "1:4: JSON has no comments: remove it"),
    ("{'a': 1}", "1:2: expected a name in double quotes or '}', found a single quote"),
    ("{a: 1}", "1:2: expected a name in double quotes or '}', found 'a'"),
    ("{\"a\": yes}", "1:7: not a JSON value: write true, false, null"),
    ("{\"a\": 5s}", "1:7: not a valid JSON number: put strings in double quotes"),
    ("[01]", "1:2: not a valid JSON number"),
    ("[1.]", "1:2: not a valid JSON number"),
    ("[-]", "1:2: not a valid JSON number"),
    ("[1e]", "1:2: not a valid JSON number"),
    ("[.5]", "1:2: expected a value, found '.'"),
    ("{\"a\": }", "1:7: expected a value, found '}'"),
    ("[\"a\nb\"]", "1:2: unterminated string: no closing '\"' on this line"),
    ("[\"a", "1:2: unterminated string: no closing '\"'"),
    ("[\"\u{1}\"]", "1:3: control character in a string: write it as '\\u0001'"),
    ("[\"\\x\"]", "1:4: expected one of"),
    ("[\"\\u12g4\"]", "1:7: expected four hexadecimal digits after '\\u', found 'g'"),
    ("[\"\\ud83d\"]", "1:5: half of a surrogate pair"),
    ("[\"\\udc00\"]", "1:5: half of a surrogate pair"),
    ("[\"\\ud83d\\u0041\"]", "1:5: half of a surrogate pair"),
    ("{} {}", "1:4: expected the end of the file after the value, found '{'"),
  ])
  func saysWhatIsWrongAndWhere(text: String, expected: String) {
    let (node, problems) = read(text)
    #expect(node == nil)
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("c.json:" + expected) == true, "\(problems)")
  }

  @Test func reportsNamesThatComeTwice() {
    let (node, problems) = read("{\n \"a\": {\"b\": 1, \"b\": 2},\n \"a\": 3}")
    #expect(
      problems == [
        "c.json:2:16: a.b: duplicate of c.json:2:8: remove one",
        "c.json:3:2: a: duplicate of c.json:2:2: remove one",
      ]
    )
    #expect(node?["a", "b"]?.content == .number("1"))
  }

  @Test func boundsTheDepth() {
    let deepest = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
    #expect(read(deepest).problems.isEmpty)
    #expect(read("[" + deepest + "]").problems == ["c.json:1:33: nested deeper than 32 levels"])
    // Deep enough to overflow the stack of a reader that knows no bound.
    #expect(read(String(repeating: "{\"a\":", count: 100_000)).problems.count == 1)
  }

  @Test func boundsTheSize() {
    let (node, problems) = JSONReader.read(
      [UInt8](repeating: UInt8(ascii: " "), count: JSONReader.sizeLimit + 1),
      file: "c.json"
    )
    #expect(node == nil)
    #expect(problems.first?.message.contains("larger than 1048576 bytes") == true)
  }

  @Test func refusesTextThatIsNotUTF8() {
    let (node, problems) = JSONReader.read(Array("[\"a".utf8) + [0xC3, 0x22, 0x5D], file: "c")
    #expect(node == nil)
    #expect(problems.first?.message.hasPrefix("the file is not UTF-8") == true)
  }

  @Test func neverTrapsOnDamagedText() {
    var random = SeededGenerator(seed: 0x601D)
    let sound = Array(ConfigExample.text.utf8)
    for _ in 0..<3000 {
      var bytes = sound[..<Int.random(in: 0...400, using: &random)] + []
      for _ in 0..<Int.random(in: 1...5, using: &random) where !bytes.isEmpty {
        let place = bytes.indices.randomElement(using: &random) ?? bytes.startIndex
        bytes[place] = UInt8.random(in: 0...255, using: &random)
      }
      let (node, problems) = JSONReader.read(Array(bytes), file: "c")
      #expect(node != nil || !problems.isEmpty)
    }
  }

  @Test func whatIsWrittenReadsBackTheSame() throws {
    let text = #"{"a": [1, {"b": null}], "c": "x\u0001\"\\\n", "d": {}, "e": [], "f": true}"#
    let node = try #require(read(text).node)
    let again = try #require(read(node.content.document).node)
    #expect(bare(node) == bare(again))
  }

  @Test func whatActsOnATerminalIsWrittenAsEscapes() {
    #expect(
      ConfigNode.Content.text("a\u{1b}[2J\u{202e}\u{9b}\u{2028}\u{e0041}é").json
        == #""a\u001b[2J\u202e\u009b\u2028\udb40\udc41é""#
    )
  }

  /// A node without its places.
  private func bare(_ node: ConfigNode) -> ConfigNode {
    switch node.content {
    case .list(let items): ConfigNode(.list(items.map(bare)))
    case .object(let members):
      ConfigNode(.object(members.map { .init($0.name, at: .builtIn, bare($0.node)) }))
    default: ConfigNode(node.content)
    }
  }
}
