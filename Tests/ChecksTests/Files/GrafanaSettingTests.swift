import Testing

@testable import Checks

/// Settings of Grafana, as its documentation has them: files, and variables that win over them.
@Suite struct GrafanaSettingTests {
  private func outcome(_ files: [String: String]) -> CheckOutcome {
    FileChecks.outcome(
      of: files.map { ConfigurationFile(name: $0.key, text: $0.value) },
      wanted: .usual
    )
  }

  private func compose(_ variables: String = "{}") -> String {
    "services: {g: {image: 'grafana/grafana:13.0.2', volumes: ['g:/var/lib/grafana', "
      + "'./grafana.ini:/etc/grafana/grafana.ini:ro'], environment: \(variables)}}\n"
  }

  @Test(
    arguments: [
      ("[security]\nadmin_password = admin\n", ["grafana-default-password grafana.ini:2"]),
      ("[security]\nadmin_password: admin\n", ["grafana-default-password grafana.ini:2"]),
      ("[security]\n;admin_password = admin\nadmin_password = \"\"\"s;c#3\"\"\"\n", []),
      ("[security]\nadmin_password = $__file{/run/secrets/p}\n", []),
      (
        "[security]\nadmin_password=${PASSWORD:-admin}\n",
        ["grafana-default-password grafana.ini:2"]
      ),
      (
        "[auth.anonymous]\r\nenabled = true\r\n[security]\r\nadmin_password = x9\r\n",
        ["grafana-anonymous grafana.ini:2"]
      ),
      (
        "[auth]\nenabled = true\n[auth.anonymous]\nenabled = false\n[security]\nadmin_password=x9",
        []
      ),
      ("", ["grafana-default-password compose.yml:1"]),
    ] as [(String, [String])]
  )
  func aFileBesideItsServiceIsRead(_ text: String, _ expected: [String]) {
    let found = outcome(["grafana.ini": text, "compose.yml": compose()])
    #expect(found.findings.map { "\($0.check) \($0.place)" } == expected)
    #expect(found.unchecked == [])
  }

  @Test func variablesWinOverTheFile() {
    let file =
      "[auth.anonymous]\nenabled = true\norg_role = Admin\n[security]\nadmin_password = admin\n"
    let safe = "{GF_AUTH_ANONYMOUS_ENABLED: 'false', GF_SECURITY_ADMIN_PASSWORD__FILE: /run/p}"
    #expect(outcome(["grafana.ini": file, "compose.yml": compose(safe)]).findings == [])
    let open = outcome(["grafana.ini": file, "compose.yml": compose("{}")]).findings
    #expect(open.map(\.check) == ["grafana-anonymous", "grafana-default-password"])
    #expect(open[0].severity == .critical)
  }

  @Test func ofAFileAloneNothingIsSaidThatMayBeSetElsewhere() {
    let found = outcome(["etc/grafana.ini": "[server]\nhttp_port = 3000\n"])
    #expect(found.findings == [])
    #expect(found.unchecked.map(\.place) == ["etc/grafana.ini"])
    let bad = outcome(["etc/grafana.ini": "[security]\nadmin_password = grafana\n"])
    #expect(bad.findings.map(\.place) == ["etc/grafana.ini:2"])
  }
}
