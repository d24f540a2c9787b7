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
    ("{{ query \"up\" }}", "'query' is not supported in templates"),
    ("{{ range $x }}", "'range' is not supported in templates"),
    ("{{ humanise $value }}", "the function 'humanise' is unknown"),
    ("{{ $lables.job }}", "'$lables.job' is unknown"),
    ("{{ }}", "unexpected end of '{{ }}'"),
    ("{{ $value | }}", "unexpected end of '{{ }}'"),
    ("{{ humanize }}", "wrong number of arguments for 'humanize'"),
    ("{{ $value $value }}", "a value is no function"),
    ("{{ $value | $value }}", "a value is no function"),
    ("{{ \"a }}", "'{{' without '}}'"),
    ("{{ (humanize $value }}", "unexpected end of '{{ }}'"),
    ("{{ 1.2.3 }}", "'1.2.3' is no number"),
  ])
  func whatIsMalformedIsNamed(_ text: String, _ reason: String) {
    let problem = #expect(throws: RuleTemplate.Problem.self) { try RuleTemplate(text) }
    #expect(problem?.reason == reason)
  }
}
