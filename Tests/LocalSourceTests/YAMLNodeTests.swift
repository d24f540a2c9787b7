import TestSupport
import Testing

@testable import LocalSource

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
    ("a: {{ b }}", "error 1"), ("a: !!str b", "error 1"),
    ("a: b\na: c", "error 2"), ("a: b\n c: d\n", "error 2"), ("a:\n   b: c\n  d: e\n", "error 3"),
    ("\ta: b", "error 1"), ("a: 'b", "error 1"), ("a: [b", "error 1"), ("a: b: c", "error 1"),
    ("- a\nb: c", "error 2"), ("a: \"b\" c", "error 1"), ("a: \"\\q\"", "error 1"),
    ("a: @b", "error 1"), ("---\na: b\n---\nc: d\n", "error 3"), ("? a\n: b\n", "error 1"),
  ])
  func yamlIsRead(_ text: String, _ expected: String) {
    do throws(RuleProblem) {
      let node = try YAMLNode.parse(text)
      #expect(short(node) == expected)
    } catch {
      #expect("error \(error.line)" == expected, "\(error.reason)")
    }
  }

  @Test func deepTextsEndWithAnError() {
    for text in [String(repeating: "- ", count: 5000), String(repeating: "[", count: 5000)] {
      #expect(throws: RuleProblem.self) { try YAMLNode.parse(text) }
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
