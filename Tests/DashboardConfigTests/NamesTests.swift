import DashboardConfig
import Testing

/// What becomes a part of a query is refused where no query could come of it.
@Suite struct NamesTests {
  private func complaints(_ key: String, _ value: String) -> [String] {
    let quoted = ConfigNode.Content.text(value).json
    return problems(#"{"profiles": {"own": {"\#(key)": \#(quoted)}}}"#)
  }

  @Test(arguments: [
    #"x{y=""#, #"x{y="z"}"#, "rate(x)", "x[5m]", "a b", "a\tb", "x)", "a,b", "'x'", "`x`", "a=b",
    "a\\b",
    "x or y", "a@b", "$x", "x\u{202E}y", "x\u{200B}", "x\u{A0}y", "*", "a|b", "", " x", "x;", "x#y",
  ])
  func whatIsMoreThanANameIsRefused(name: String) {
    for key in [
      "requests", "database_duration", "external_duration", "status_label", "model_label",
    ] {
      #expect(complaints(key, name).count == 1, "\(key)")
    }
  }

  @Test(arguments: [
    "http_requests_total", "job:requests:rate5m", "http.server.request.duration", "http/requests",
    "anfragen_gesamt", "запросы", "リクエスト", "a-b", "7up", "_", "é\u{301}",
  ])
  func namesOfAllScriptsAreTaken(name: String) {
    for key in ["requests", "status_label"] { #expect(complaints(key, name) == [], "\(key)") }
  }

  @Test(arguments: [
    ("selector", #"job=~"(""#), ("selector", #"a="b",job!~"[""#), ("selector", #"__name__="x""#),
    ("exporter_selector", #"job=~"*""#), ("selector", "job"), ("selector", #"=\"x\""#),
  ])
  func aSelectorThatNoServerTakesIsRefused(key: String, text: String) {
    #expect(problems(#"{"\#(key)": \#(ConfigNode.Content.text(text).json)}"#).count == 1)
    #expect(problems(variables: ["GOLDTOP_\(key.uppercased())": text]).count == 1)
  }

  @Test(arguments: [#"job=~"(""#, #"json="x""#, #"by="x""#, "job"])
  func aLogSelectorThatNoServerTakesIsRefused(text: String) {
    for key in ["selector", "correlation_selector"] {
      #expect(
        problems(#"{"logs": {"\#(key)": \#(ConfigNode.Content.text(text).json)}}"#).count == 1
      )
    }
  }

  @Test(arguments: ["job=\"x\"", "", "{}", #"{"service.name"="x"}"#])
  func usualSelectorsAreTaken(text: String) {
    let quoted = ConfigNode.Content.text(text).json
    #expect(problems(#"{"selector": \#(quoted), "logs": {"selector": \#(quoted)}}"#) == [])
  }

  @Test(arguments: [#"[""]"#, #"["a", ""]"#, #"["a\u001b"]"#])
  func fieldsHaveNames(list: String) {
    #expect(problems(#"{"logs": {"columns": \#(list)}}"#).count == 1)
    #expect(problems(#"{"logs": {"fields": {"level": \#(list)}}}"#).count == 1)
  }
}
