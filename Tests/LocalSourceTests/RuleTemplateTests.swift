import LocalSource
import Telemetry
import Testing

@Suite struct RuleTemplateTests {
  private func expand(_ text: String, _ value: Double = 0) throws -> String {
    let facts = RuleTemplate.Facts(
      labels: LabelSet(["job": "backend", "instance": "10.0.0.1:8500", "path": "/a b"]),
      value: value,
      externalLabels: LabelSet(["site": "berlin"])
    )
    return try RuleTemplate(text).expanded(facts)
  }

  @Test(
    arguments: [
      ("plain", 0, "plain"),
      ("{{ $labels.job }} at {{ .Labels.instance }}", 0, "backend at 10.0.0.1:8500"),
      ("{{$value}}|{{ .Value }}", 0.25, "0.25|0.25"),
      ("{{ $labels.missing }}.", 0, "."),
      ("{{ $externalLabels.site }}{{ $externalURL }}", 0, "berlin"),
      ("{{ $value | humanize }}", 1_234_567, "1.235M"),
      ("{{ $value | humanize }}", 0.000_012_3, "12.3u"),
      ("{{ $value | humanize }}", 0, "0"),
      ("{{ humanize1024 $value }}", 1_073_741_824, "1Gi"),
      ("{{ $value | humanizePercentage }}", 0.0643, "6.43%"),
      ("{{ $value | humanizeDuration }}", 0.25, "250ms"),
      ("{{ $value | humanizeDuration }}", 59.9, "59.9s"),
      ("{{ $value | humanizeDuration }}", 90_061, "1d 1h 1m 1s"),
      ("{{ $value | humanizeDuration }}", -3600, "-1h 0m 0s"),
      ("{{ $value | humanizeDuration }}", .infinity, "+Inf"),
      ("{{ $value | humanizeTimestamp }}", 1_435_065_584.128, "2015-06-23 13:19:44.128 +0000 UTC"),
      ("{{ printf \"%.2f of %s\" $value $labels.job }}", 1.005, "1.00 of backend"),
      ("{{ $value | printf \"$%8.2f|%-6s|\" }}", 2.5, "$    2.50|%!s(MISSING)|"),
      ("{{ printf \"%g %v %e\" $value $value $value }}", 1e21, "1e+21 1e+21 1.000000e+21"),
      ("{{ printf \"%d\" $value }}", 3, "%!d(float64=3)"),
      ("{{ printf \"%q %%\" $labels.path }}", 0, "\"/a b\" %"),
      ("a {{- $labels.job -}} b", 0, "abackendb"),
      ("{{/* a comment */}}x", 0, "x"),
      ("{{ \"}}\" }}", 0, "}}"),
      ("{{ `raw \\n` }}", 0, "raw \\n"),
      ("{{ $labels.job | toUpper | title }}", 0, "BACKEND"),
      ("{{ printf \"%.1f\" 2.25 }}", 0, "2.2"),
      ("{{ (humanize $value) | toUpper }}", 1500, "1.5K"),
      ("{{ $labels.instance | stripPort }}", 0, "10.0.0.1"),
      ("{{ $value }}", 1e20, "1e+20"), ("{{ $value }}", 123456, "123456"),
      ("{{ $value }}", 0.00001, "1e-05"),
      ("{{ $value }}", .nan, "NaN"),
      ("{{ $value }}", 123_456.789, "123456.789"),
      (
        "{{ $labels.job | humanize }}", 0,
        "<error expanding template: 'humanize' needs a number, not 'backend'>"
      ),
    ] as [(String, Double, String)]
  )
  func templatesAreFilledIn(_ text: String, _ value: Double, _ expected: String) throws {
    #expect(try expand(text, value) == expected)
  }

  @Test(arguments: [
    ("{{ $value", "'{{' without '}}'"),
    ("{{ range $x }}", "undefined variable '$x'"),
    ("{{ tmpl \"x\" . }}", "'tmpl' is not supported here"),
    ("{{ call $value }}", "'call' is not supported here"),
    ("{{ if $value }}x", "'if' without 'end'"),
    ("{{ if }}x{{ end }}", "if without a value"),
    ("x{{ end }}", "unexpected 'end' or 'else'"),
    ("{{ if 1 }}{{ else }}{{ else }}{{ end }}", "duplicate 'else'"),
    ("{{ break }}", "'break' outside of 'range'"),
    ("{{ if 1 }}{{ define \"x\" }}{{ end }}{{ end }}", "'define' inside another action"),
    ("{{ template $value }}", "'template' needs a name in quotes"),
    ("{{ $a, $b := 1 }}", "too many variables"),
    ("{{ $a = 1 }}", "undefined variable '$a'"),
    ("{{ if $x := 1 }}{{ end }}{{ $x }}", "undefined variable '$x'"),
    ("{{ 1i }}", "'1i' is not a number"),
    ("{{ 'ab' }}", "unterminated character constant"),
    ("{{ \"a\"\"b\" }}", "expected a space between values"),
    ("{{ $labels.a-b }}", "unexpected '-' after '.a'"),
    ("{{ \"x\".y }}", "a constant has no fields"),
    ("{{ /* x */ }}", "unexpected '/'"),
    ("{{/* x }}", "unclosed comment: '*/' is missing"),
    ("{{ nil }}", "'nil' is not a command"),
    ("{{ \"\\q\" }}", "unknown escape in a string"),
    ("{{ humanise $value }}", "unknown function 'humanise'"),
    ("{{ $lables.job }}", "undefined variable '$lables'"),
    ("{{ }}", "an action without a value"),
    ("{{ $value | }}", "an action without a value"),
    ("{{ $value | 5 }}", "a value is not a function"),
    ("{{ \"a }}", "unterminated quoted string"),
    ("{{ (humanize $value }}", "'(' without ')'"),
    ("{{ humanize $value) }}", "')' without '('"),
    ("{{ 1.2.3 }}", "'1.2.3' is not a number"),
  ])
  func whatIsMalformedIsNamed(_ text: String, _ reason: String) {
    let problem = #expect(throws: RuleTemplate.Problem.self) { try RuleTemplate(text) }
    #expect(problem?.reason == reason)
  }

  @Test func aProblemHasItsPlace() {
    let problem = #expect(throws: RuleTemplate.Problem.self) {
      try RuleTemplate("first\n  {{ $value | humanise }}")
    }
    #expect(problem?.line == 2 && problem?.column == 15)
  }

  /// What Prometheus accepts until an alert is there, which then says what is wrong.
  @Test(arguments: [
    ("{{ humanize }}", "wrong number of arguments for 'humanize': 0"),
    ("{{ $value $value }}", "a value is not a function"),
    ("{{ $value | $value }}", "a value is not a function"),
    ("{{ if gt $value 5 }}{{ end }}", "'gt' cannot compare float64 with int; write 5.0 for 5"),
    ("{{ toUpper $value }}", "'toUpper' needs a string, not float64"),
    ("{{ $labels.job.x }}", "a value of type string has no field 'x'"),
    ("{{ .Lables }}", "a value of type alert has no field 'Lables'"),
    ("{{ query \"up\" }}", "queries are not possible here"),
    ("{{ (1 | toTime).Year }}", "methods of times are not supported: '.Year'"),
    ("{{ match \"(\" \"x\" }}", "'(' is not a valid regular expression: "),
    (
      "{{ index $labels 1 }}", "cannot index a value of type map[string]string with one of type int"
    ),
    ("{{ slice \"abc\" 2 9 }}", "index out of range: 2, 9"),
    ("{{ template \"x\" }}", "the template 'x' is not defined"),
    ("{{ range $value }}{{ end }}", "'range' cannot go over a value of type float64"),
    (
      "{{ define \"x\" }}{{ template \"x\" }}{{ end }}{{ template \"x\" }}",
      "templates are nested too deeply"
    ),
    ("{{ range 1200 }}{{ range 1200 }}{{ end }}{{ end }}", "more than 100000 steps"),
    ("{{ range 10000 }}0123456789{{ end }}", "the text is longer than 65536 bytes"),
  ])
  func whatFailsSaysSoInTheText(_ text: String, _ reason: String) throws {
    #expect(try expand(text).hasPrefix("<error expanding template: \(reason)"))
  }

  @Test func deepNestingIsRefused() {
    let groups =
      "{{ " + String(repeating: "(", count: 1000) + "1" + String(repeating: ")", count: 1000)
    #expect(throws: RuleTemplate.Problem.self) { try RuleTemplate(groups + " }}") }
    let ifs = String(repeating: "{{ if 1 }}", count: 1000)
    #expect(throws: RuleTemplate.Problem.self) { try RuleTemplate(ifs) }
    let elses = "{{ if 1 }}" + String(repeating: "{{ else if 1 }}", count: 1000) + "{{ end }}"
    #expect(throws: RuleTemplate.Problem.self) { try RuleTemplate(elses) }
  }
}
