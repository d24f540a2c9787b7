import LocalSource
import TestSupport
import Testing

/// Which rule files are refused, by goldtop and by Debian's `promtool check rules`.
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
    "groups: *nobody\n", "groups:\n- name: 'a\n", "groups:\n- name: a\n  name: b\n",
  ]

  private static let sound = [
    "groups: []\n",
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
}
