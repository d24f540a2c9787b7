import LocalSource
import Telemetry
import TestSupport
import Testing

/// Templates as goldtop fills them in, against Debian's `promtool test rules`.
@Suite struct RuleTemplateDifferentialTests {
  private static let series: [(labels: [String: String], value: Double)] = [
    (["job": "backend", "instance": "10.0.0.1:8500", "path": "/a \"b\" <c>"], 0.0643),
    (
      ["job": "front-end", "instance": "web.example.org:443", "path": "/ä/12?x=1&y=2"], 1_234_567.25
    ),
    (["job": "cache", "instance": "[::1]:6379", "path": ""], -3600),
    (["job": "", "instance": "host", "path": "it's"], .infinity),
  ]

  private static let templates = [
    "plain", "", "{{ $labels.job }} at {{ .Labels.instance }}",
    "{{$value}}|{{ .Value }}|{{ $.Value }}",
    "{{ $labels.missing }}.", "{{ $labels }}",
    "{{ $externalLabels.site }}{{ .ExternalLabels.site }}",
    "{{ $value | humanize }} {{ humanize1024 $value }} {{ $value | humanizePercentage }}",
    "{{ $value | humanizeDuration }} {{ humanizeDuration 90061 }} {{ humanizeDuration \"0.25\" }}",
    "{{ 1435065584.128 | humanizeTimestamp }} {{ humanizeTimestamp 0 }} {{ 1e9 | toTime }}",
    "{{ printf \"%.2f of %s\" $value $labels.job }}", "{{ $value | printf \"$%8.2f|%-6s|\" }}",
    "{{ printf \"%g %v %e %G\" $value $value $value 1e-7 }}",
    "{{ printf \"%d %s %f\" $value $value 3 }}",
    "{{ printf \"%q %% %x %X %5d|%-5d|%05d %+d %t\" \"a\\\"b\" \"hi\" 255 42 42 42 42 true }}",
    "{{ printf \"%v %T %v\" $labels $value true }} {{ printf \"%s\" }} {{ printf \"x\" 1 \"a\" }}",
    "{{ printf \"%c %o %b %08.3f %6.2f|%-8s|%8s|%.2s\" 65 8 5 3.14159 2.5 \"ab\" \"cd\" \"xyz\" }}",
    "a  {{- $labels.job -}}  b", "{{/* a comment */}}x{{- /* another */ -}} y",
    "{{ \"}}\" }}{{ `raw \\n` }}",
    "{{ $labels.job | toUpper | title }} {{ title \"two words-here\" }} {{ toLower \"ÄB\" }}",
    "{{ $labels.instance | stripPort }} {{ $labels.instance | stripDomain }} {{ stripPort \"a:b:c\" }}",
    "{{ if gt $value 1.0 }}high{{ else if lt $value 0.0 }}below{{ else }}low{{ end }}",
    "{{ if and (ne $labels.job \"\") (match \"^back\" $labels.job) }}yes{{ else }}no{{ end }}",
    "{{ if or $labels.job $labels.path }}some{{ end }}{{ if not $labels.job }}none{{ end }}",
    "{{ if eq $labels.job \"cache\" \"backend\" }}one{{ end }}{{ if le 2 2 }}le{{ end }}{{ ge 1.5 2.5 }}",
    "{{ with $labels.job }}[{{ . }}]{{ else }}nobody{{ end }}{{ with $x := 5 }}{{ $x }}{{ end }}",
    "{{ range $k, $v := $labels }}{{ $k }}={{ $v }};{{ end }}",
    "{{ range $labels }}{{ . }},{{ else }}-{{ end }}",
    "{{ range query \"sort(m)\" }}{{ .Labels.job }}:{{ .Value }} {{ end }}",
    "{{ range $i, $s := query \"sort_desc(m)\" }}{{ if eq $i 2 }}{{ break }}{{ end }}{{ $i }}{{ $s | value }} {{ end }}",
    "{{ range query \"sort(m)\" }}{{ if lt .Value 0.0 }}{{ continue }}{{ end }}{{ .Value }},{{ end }}",
    "{{ with query \"m{job='backend'}\" }}{{ . | first | value | humanizePercentage }}{{ end }}",
    "{{ query \"m{job='backend'}\" | first | label \"instance\" }} {{ (query \"vector(7)\" | first).Value }}",
    "{{ with query \"m{job='nobody'}\" }}some{{ else }}empty{{ end }} {{ len (query \"m\") }}",
    "{{ range query \"m\" | sortByLabel \"instance\" }}{{ .Labels.instance }} {{ end }}",
    "{{ $s := query \"m{job='cache'}\" | first }}{{ $s.Labels.job }} {{ $s.Value }} {{ $s.Labels }}",
    "{{ query \"1 + 1\" | first | value }} {{ printf \"m{job='%s'}\" $labels.job | query | len }}",
    "{{ $n := 1 }}{{ range query \"m\" }}{{ $n = 2 }}{{ end }}{{ $n }}{{ $a := \"x\" }}{{ $a }}",
    "{{ define \"x\" }}<{{ .arg0 }} {{ .arg1 }}>{{ end }}{{ template \"x\" (args 1 \"2\") }}",
    "{{ define \"y\" }}{{ . }}{{ end }}{{ template \"y\" $labels.job }}{{ block \"z\" 5 }}z{{ . }}{{ end }}",
    "{{ reReplaceAll \"(.*)-(.*)\" \"$2.${1}\" $labels.job }} {{ reReplaceAll \"[0-9]+\" \"N\" $labels.path }}",
    "{{ reReplaceAll \"a*\" \"-\" \"baac\" }} {{ match \"a.c\" \"xabcx\" }} {{ safeHtml \"<b>\" }}",
    "{{ graphLink $labels.path }} {{ tableLink \"up == 0\" }} {{ urlquery \"a b&c\" }}",
    "{{ html $labels.path }} {{ js \"<a href='x'>=\" }} {{ strvalue (query \"m\" | first) }}",
    "{{ parseDuration \"1h30m\" }} {{ index $labels \"job\" }} {{ len $labels.path }} {{ slice \"abcdef\" 1 3 }}",
    "{{ print 1 2 \"a\" \"b\" 3 4.5 }}|{{ println \"x\" 1 }}|{{ print }}",
    "{{ 'a' }} {{ 0x1F }} {{ 1_000 }} {{ .5 }} {{ -3 }}",
    "{{ true }} {{ 1.0 }} {{ 1e3 }} {{ 100000000000000000000.0 }} {{ 0.00001 }} {{ \"\\u00e9\\x41\\t|\" }}",
    "{{ $labels.job | printf \"%s-%s\" \"a\" }} {{ (printf \"%d\" 5) | len }}",
  ]

  private static func quoted(_ text: String) -> String {
    let escapes: [Character: String] = ["\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\t": "\\t"]
    return "\"" + text.map { escapes[$0] ?? String($0) }.joined() + "\""
  }

  private static var rules: String {
    let annotations = templates.enumerated().map { "          a\($0): \(quoted($1))\n" }
    return "groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: m\n"
      + "        labels: {severity: '{{ if gt $value 1.0 }}high{{ else }}low{{ end }}'}\n"
      + "        annotations:\n" + annotations.joined()
  }

  /// The alerts that goldtop makes, as promtool is to expect them.
  private func alerts() throws -> [Alert] {
    let store = SeriesStore()
    for one in Self.series {
      let labels = LabelSet(one.labels.merging(["__name__": "m"]) { $1 }.filter { !$1.isEmpty })
      let id = try #require(store.identify([labels]).first ?? nil)
      store.append([StoredSample(id, 0, one.value)])
    }
    let book = RuleBook(
      try RuleFile(yaml: Self.rules).groups,
      store: store,
      externalLabels: LabelSet(["site": "berlin"])
    )
    book.evaluate(at: Timestamp(milliseconds: 0))
    return book.alerts
  }

  private func test(_ alerts: [Alert]) -> String {
    var text = """
      rule_files: [rules.yml]
      evaluation_interval: 1m
      tests:
        - interval: 1m
          external_labels: {site: berlin}
          input_series:

      """
    for one in Self.series {
      let labels = one.labels.map { "\($0)=\(Self.quoted($1))" }.joined(separator: ",")
      text += "      - series: \(Self.quoted("m{\(labels)}"))\n"
      text += "        values: '\(one.value == .infinity ? "Inf" : "\(one.value)")'\n"
    }
    text +=
      "    alert_rule_test:\n      - eval_time: 0m\n        alertname: A\n        exp_alerts:\n"
    for alert in alerts {
      text += "          - exp_labels:\n"
      for label in alert.labels.labels where label.name != "alertname" {
        text += "              \(label.name): \(Self.quoted(label.value))\n"
      }
      text += "            exp_annotations:\n"
      for (name, value) in alert.annotations.sorted(by: { $0.key < $1.key }) {
        text += "              \(name): \(Self.quoted(value))\n"
      }
    }
    return text
  }

  @Test func templatesAreFilledInAsByPrometheus() async throws {
    let alerts = try alerts()
    #expect(alerts.count == Self.series.count)
    let folder = try TemporaryFolder()
    try folder.write(Self.rules, to: "rules.yml")
    let file = try folder.write(test(alerts), to: "test.yml")
    let answer = try await run(["promtool", "test", "rules", file])
    #expect(answer.end == .exited(0), "\(answer.output)\n\(answer.errors)")
    print("templates as promtool fills them in: \(Self.templates.count)")
  }
}
