import TestSupport
import Testing
import YAML

@testable import LocalSource

/// Which rule files are refused, by goldtop and by Debian's `promtool check rules` (2.42).
@Suite struct RuleFileDifferentialTests {
  /// One rule in a group; lines are indented as in a list of rules.
  private static func rule(_ fields: String...) -> String {
    "groups:\n- name: g\n  rules:\n  - " + fields.joined(separator: "\n    ") + "\n"
  }

  private static let broken = [
    rule("alert: A"),
    rule("expr: up"),
    rule("alert: A", "record: r", "expr: up"),
    rule("alert: A", "expr: sum("),
    rule("alert: A", "expr: up +* 1"),
    rule("alert: A", "expr: nosuch(up)"),
    rule("alert: A", "expr: rate(up)"),
    rule("alert: A", "expr: up", "for: soon"),
    rule("alert: A", "expr: up", "for: 5"),
    rule("alert: A", "expr: up", "labels: {__name__: x}"),
    rule("alert: A", "expr: up", "unknown: 1"),
    rule("alert: A", "expr: up", "annotations: {a: '{{ $x }}'}"),
    rule("alert: A", "expr: up", "annotations: {a: '{{ if }}{{ end }}'}"),
    rule("alert: A", "expr: up", "annotations: {a: '{{ humanise $value }}'}"),
    rule("alert: A", "expr: up", "annotations: {a: '{{ $value'}"),
    rule("alert: A", "expr: up", "annotations: {a: '{{ range 1 }}'}"),
    rule("alert: A", "expr: up", "annotations: [a]"),
    rule("alert: A", "expr: up", "labels: {a: [b]}"),
    rule("record: r", "expr: up", "for: 5m"),
    rule("record: r", "expr: up", "keep_firing_for: 5m"),
    rule("record: r", "expr: up", "annotations: {a: b}"),
    "groups:\n- rules: []\n",
    "groups:\n- name: a\n- name: a\n",
    "groups:\n- name: a\n  rules: x\n",
    "groups:\n- name: a\n  interval: often\n",
    "groups:\n- name: a\n  limit: many\n",
    "groups: x\n", "group: []\n", "- a\n", "groups: [\n", "groups:\n\t- name: a\n",
    "groups:\n- name: a\n  limit: '10'\n", "groups:\n- name: a\n  limit: 1e300\n",
    rule("alert: A", "expr: up", "labels: &l {a: *l}"),
    rule("alert: A", "expr: up", "labels: {a: b, a: c}"),
    rule("<<: {bogus: x}", "alert: A", "expr: up"),
    "groups: *nobody\n", "groups:\n- name: 'a\n", "groups:\n- name: a\n  name: b\n",
  ]

  private static let sound = [
    "groups: []\n",
    "groups: []\n---\ngroups: [\n",
    "%YAML 1.1\n---\ngroups: []\n",
    "groups: !!seq []\n",
    "groups:\n- name: a\n  limit: 0x10\n",
    "groups:\n- name: a\n  limit: 1_0\n",
    "groups:\n- name: a\n  limit: 1e1\n",
    "groups:\n- &g\n  name: a\n- <<: *g\n  name: b\n",
    rule("<<: {alert: A}", "expr: up", "for: !!str 5m"),
    rule("alert: A", "expr: up", "labels: {? a : b, c: !x d, <<: [{e: f}, {e: g}]}"),
    "groups:\n- name: a\n  interval: 1h30m\n  rules:\n",
    rule("alert: A", "expr: up == 0", "for: 0s", "keep_firing_for: 1d"),
    rule("record: a:b", "expr: up", "for: 0s"),
    rule("record: r", "expr: up", "labels: {a: '{{ not a template'}"),
    rule("alert: A", "expr: up", "annotations: {a: '{{ $labels.x }}', __name__: x}"),
    rule("alert: A", "expr: up", "annotations: {a: '{{ humanize }}', b: '{{ toUpper 5 }}'}"),
    rule("alert: A", "expr: |", "  up  # down", "  == 0", "labels: {a: 5, b: true, c: 1.50}"),
    rule("alert: &n A", "expr: &e up", "labels: {a: *n, b: *e}"),
    rule("\"alert\": 'A'", "expr: up"),
    rule("alert: A", "expr: >-", "  up", "  ==", "  0"),
    rule("alert: A", "expr: \"up == 0 \\", "  and up\""),
    rule("alert: A", "expr: up and", "  foo", "annotations:", "  a: one", "    two"),
    "groups:\n- {name: a, rules: [{alert: A, expr: up, labels: {}}]}\n",
    "# comment\n---\ngroups:\n  - name: a\n    limit: 5\n    rules: []\n...\n",
  ]

  private func isRefusedByPromtool(_ yaml: String, _ folder: TemporaryFolder) async throws -> Bool {
    let file = try folder.write(yaml, to: "rules.yml")
    let answer = try await run(["promtool", "check", "rules", "--lint=none", file])
    return answer.end != .exited(0)
  }

  @Test func whatPrometheusRefusesIsRefused() async throws {
    let folder = try TemporaryFolder()
    for yaml in Self.broken {
      #expect(try await isRefusedByPromtool(yaml, folder), "\(yaml)")
      let problems = #expect(throws: RuleProblems.self, "\(yaml)") { try RuleFile(yaml: yaml) }
      let first = try #require(problems?.problems.first)
      #expect(first.line > 0 && first.column > 0 && !first.reason.isEmpty, "\(yaml)")
    }
  }

  @Test func whatPrometheusTakesIsTaken() async throws {
    let folder = try TemporaryFolder()
    for yaml in Self.sound {
      #expect(try await !isRefusedByPromtool(yaml, folder), "\(yaml)")
      #expect(throws: Never.self, "\(yaml)") { try RuleFile(yaml: yaml) }
    }
  }

  /// What a mutated file is made from: each way of YAML that people write.
  private static let seed = """
    # rules
    groups:
    - name: a
      limit: 5
      rules:
      - alert: &n A
        expr: |
          up == 0
        labels: &l {a: *n, "b": 'c'}
        annotations:
          d: >-
            e
            f
      - record: r
        expr: "up"
        labels:
          <<: *l
          g: h i
            j

    """

  @Test func mutatedFilesAreReadAndRefusedAlike() async throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 12)
    // No question mark: libyaml 0.2.5 ends a plain text in braces there, Go's port of it does not.
    let pieces = Array(":-|>'\"[]{}#,&*!%@` \n\t\\~a5".utf8)
    var texts: [String: String] = [:]
    for number in 0..<fuzzCases(400) {
      var bytes = Array(Self.seed.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.insert(pieces.randomElement(using: &random) ?? 0, at: place)
        case 1: bytes[place] = pieces.randomElement(using: &random) ?? 0
        default: bytes.remove(at: place)
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      texts[try folder.write(text, to: "\(number).yml")] = text
    }
    let answer = try await run(["promtool", "check", "rules", "--lint=none"] + texts.keys.sorted())
    var refused: [String: Bool] = [:]
    for line in answer.errors.split(separator: "\n") {
      guard let end = line.firstRange(of: ".yml: ") else { continue }
      let file = String(line[..<end.lowerBound]) + ".yml"
      refused[file] = refused[file] ?? line[end.upperBound...].hasPrefix("yaml: line")
    }
    var judged = 0
    for (file, text) in texts {
      // What Prometheus refuses for another reason says nothing of the YAML.
      let isBroken = refused[file]
      guard isBroken != false else { continue }
      judged += 1
      #expect(((try? YAMLNode.parse(text)) == nil) == (isBroken == true), "\(text)")
    }
    #expect(judged > 100)
  }
}
