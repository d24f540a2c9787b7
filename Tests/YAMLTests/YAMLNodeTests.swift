import TestSupport
import Testing

@testable import YAML

@Suite struct YAMLNodeTests {
  /// A value in a short form without lines.
  private func short(_ node: YAMLNode) -> String {
    switch node.content {
    case .nothing: "-"
    case .scalar(let text): "'\(text)'"
    case .sequence(let items): "[" + items.map(short).joined(separator: " ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.key)=\(short($0.value))" }.joined(separator: " ") + "}"
    }
  }

  @Test(arguments: [
    ("", "-"), ("# only\n\n", "-"), ("---\na: 1\n...\n", "{a='1'}"),
    ("a: b\nc:\n  d: e # x\n  f: 'it''s'\n", "{a='b' c={d='e' f='it's'}}"),
    ("- a\n- b: c\n  d: e\n-\n  f\n- - g\n  - h\n", "['a' {b='c' d='e'} 'f' ['g' 'h']]"),
    ("a:\n- b\n- c\nd: e", "{a=['b' 'c'] d='e'}"),
    (
      "a: |\n  one\n   two\n\n  three\n\nb: >-\n  x\n  y\n\n  z\n",
      "{a='one\n two\n\nthree\n' b='x y\nz'}"
    ),
    ("a: |+\n  x\n\nb: |-\n  y\n", "{a='x\n\n' b='y'}"),
    ("a: |2\n   x\n", "{a=' x\n'}"),
    ("a: one\n  two\n\n  three\nb: 1", "{a='one two\nthree' b='1'}"),
    ("a: {b: c, 'd': \"e\\n\", f: [g, h,], i: {}, j}", "{a={b='c' d='e\n' f=['g' 'h'] i={} j=-}}"),
    ("a: [\n  b, # x\n  c\n]\nd: e\n", "{a=['b' 'c'] d='e'}"),
    ("a: up == 0 and foo{x=\"y\"} > 1\n", "{a='up == 0 and foo{x=\"y\"} > 1'}"),
    ("a: http://x:1/#y\n", "{a='http://x:1/#y'}"),
    ("a: \"x\n  y\n\n  z\\u00e9\\\n  w\"\n", "{a='x y\nzéw'}"),
    ("a: ~\nb: null\nc:\nd: ''\n", "{a=- b=- c=- d=''}"),
    ("\"a b\": c\n'd:e': f\n", "{a b='c' d:e='f'}"),
    ("a: -1\nb: - 1\n", "error 2"),
    ("a: >\n  folded\n  text\n    kept\n  end\n", "{a='folded text\n  kept\nend\n'}"),
    ("a: b\r\nc: d\r\n", "{a='b' c='d'}"),
    ("a: {{ b }}", "error 1"), ("a: !!str b", "{a='b'}"), ("a: !!str\n", "{a=''}"),
    ("a: !x b\nc: !!null d\n", "{a='b' c=-}"), ("a: !!binary aGk=\n", "error 1"),
    ("%YAML 1.1\n---\na: b\n", "{a='b'}"), ("\u{feff}a: b\n", "{a='b'}"),
    ("a: &x {b: c}\nd: *x\n", "{a={b='c'} d={b='c'}}"),
    ("a: &x b\nc: &x d\ne: *x\n", "{a='b' c='d' e='d'}"),
    ("a: &x [*x]\n", "error 1"), ("a: *x\nb: &x c\n", "error 1"),
    ("a: &x {b: c, d: e}\nf:\n  <<: *x\n  d: g\n", "{a={b='c' d='e'} f={d='g' b='c'}}"),
    ("a:\n  d: g\n  <<: {d: h, i: j}\n", "{a={d='g' i='j'}}"),
    ("a: {<<: [{b: c}, {b: d, e: f}]}\n", "{a={b='c' e='f'}}"),
    ("a: {\"<<\": b}\n", "{a={<<='b'}}"), ("a: {<<: b}\n", "error 1"),
    ("a: {~: b, 5: c}\n", "{a={='b' 5='c'}}"), ("{[a]: b}\n", "error 1"),
    ("a: \u{7}\n", "error 1"), ("a\n- b: c\n", "error 2"), ("\"a\"b: c\n", "error 1"),
    ("a\nb: c\n", "error 2"),
    ("a: b\na: c", "error 2"), ("a: b\n c: d\n", "error 2"), ("a:\n   b: c\n  d: e\n", "error 3"),
    ("\ta: b", "error 1"), ("a: 'b", "error 1"), ("a: [b", "error 1"), ("a: b: c", "error 1"),
    ("- a\nb: c", "error 2"), ("a: \"b\" c", "error 1"), ("a: \"\\q\"", "error 1"),
    ("a: @b", "error 1"), ("---\na: b\n---\nc: d\n", "{a='b'}"), ("? a\n: b\n", "{a='b'}"),
    ("a: b\n---\nc: [\n", "{a='b'}"),
  ])
  func yamlIsRead(_ text: String, _ expected: String) {
    do throws(YAMLProblem) {
      let node = try YAMLNode.parse(text)
      #expect(short(node) == expected)
    } catch {
      #expect("error \(error.place.line)" == expected, "\(error.reason)")
    }
  }

  @Test func textsThatRepeatThemselvesEndWithAnError() {
    let lines = (1...20).map { "- &a\($0) [" + String(repeating: "*a\($0 - 1), ", count: 9) + "]" }
    let bomb = "- &a0 x\n" + lines.joined(separator: "\n")
    #expect(throws: YAMLProblem.self) { try YAMLNode.parse(bomb) }
  }

  @Test func placesCountBytes() throws {
    let text = "# ä\nä: 'ö'\nb: |\n  ü\n  c\nd: {e: \"é\", f: g}\n"
    let root = try YAMLNode.parse(text)
    guard case .mapping(let fields) = root.content, fields.count == 3,
      case .mapping(let inner) = fields[2].value.content
    else {
      Issue.record("no mapping of three fields")
      return
    }
    #expect(fields[0].value.spelling == .line(YAMLPlace(line: 2, column: 6)))
    #expect(fields[1].value.spelling == .block(YAMLPlace(line: 4, column: 3)))
    #expect(fields[1].value.place(line: 2, column: 1) == YAMLPlace(line: 5, column: 3))
    #expect(inner[1].place == YAMLPlace(line: 6, column: 14))
    #expect(inner[1].value.place == YAMLPlace(line: 6, column: 17))
  }

  @Test(
    arguments: [
      ("10", 10), ("0x1F", 31), ("0o17", 15), ("-0b11", -3), ("1_000", 1000), ("1e3", 1000),
      ("'10'", nil), ("!!str 10", nil), ("1.5", 1), ("ten", nil), ("1e300", nil),
    ] as [(String, Int?)]
  )
  func wholeNumbersAreReadAsGoReadsThem(_ text: String, _ number: Int?) throws {
    #expect(try YAMLNode.parse(text).wholeNumber == number)
  }

  @Test func documentsAreReadOneByOne() throws {
    let all = try YAMLNode.parseAll("# x\na: &n b\n---\nc: d\n...\n---\n- e\n")
    #expect(all.map(short) == ["{a='b'}", "{c='d'}", "['e']"])
    #expect(all[1].place == YAMLPlace(line: 4, column: 1))
    #expect(try YAMLNode.parseAll("# nothing\n").isEmpty)
    // An anchor ends with its document.
    #expect(throws: YAMLProblem.self) { try YAMLNode.parseAll("a: &n b\n---\nc: *n\n") }
    #expect(throws: YAMLProblem.self) { try YAMLNode.parseAll("a: b\n---\nc: [\n") }
  }

  @Test func deepTextsEndWithAnError() {
    for text in [String(repeating: "- ", count: 5000), String(repeating: "[", count: 5000)] {
      #expect(throws: YAMLProblem.self) { try YAMLNode.parse(text) }
    }
  }

  @Test func aByteThatChangesNeverTraps() {
    let seed = Array(
      "groups:\n- name: 'a'\n  rules:\n  - alert: \"b\"\n    expr: |\n      up == 0\n    labels: {c: [d, e]}\n"
        .utf8
    )
    var random = SeededGenerator(seed: 11)
    let pieces = Array(":-|>'\"[]{}#,&*!?%\n\t \\~".utf8)
    var read = 0
    for _ in 0..<fuzzCases(5000) {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...5, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.insert(pieces.randomElement(using: &random) ?? 0, at: place)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
        default: bytes.removeSubrange(place..<min(bytes.count, place + 3))
        }
        if bytes.isEmpty { bytes = seed }
      }
      if (try? YAMLNode.parse(String(decoding: bytes, as: UTF8.self))) != nil { read += 1 }
    }
    #expect(read > 0)
  }
}
