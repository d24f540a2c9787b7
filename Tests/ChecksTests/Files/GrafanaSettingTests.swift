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
      (
        "[security]\n;admin_password = admin\nadmin_password = \"\"\"s;c#3\"\"\"\n",
        ["secret-in-file grafana.ini:3"]
      ),
      ("[security]\nadmin_password: admin\n", ["grafana-default-password grafana.ini:2"]),
      ("[security]\nadmin_password = $__file{/run/secrets/p}\n", []),
      (
        "[security]\nadmin_password=${PASSWORD:-admin}\n",
        ["grafana-default-password grafana.ini:2"]
      ),
      (
        "[auth.anonymous]\r\nenabled = true\r\n[security]\r\nadmin_password = $__env{P}\r\n",
        ["grafana-anonymous grafana.ini:2"]
      ),
      (
        "[auth]\nenabled = true\n[auth.anonymous]\nenabled = false\n[security]\nadmin_password=${P}",
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

  @Test func aManifestIsNoFileOfTheComposeService() {
    let map = """
      kind: ConfigMap
      metadata: {name: g}
      data:
        grafana.ini: |
          [auth.anonymous]
          enabled = true
          org_role = Admin
      """
    let own =
      "[auth.anonymous]\nenabled = true\norg_role = Editor\n[security]\nadmin_password=${P}\n"
    let found = outcome(["grafana.ini": own, "compose.yml": compose(), "k8s/map.yml": map])
    let roles = found.findings.map { "\($0.place) \($0.what.contains("Admin"))" }
    #expect(roles == ["grafana.ini:2 false", "k8s/map.yml:6 true"])
  }

  @Test func ofSeveralFilesAServiceHasThoseThatItMounts() {
    let open = "[auth.anonymous]\nenabled = true\n"
    let safe = "[security]\nadmin_password = ${P}\n"
    let others = [
      "grafana.ini": safe, "old/grafana.ini": safe + open, "compose.yml": compose(),
    ]
    #expect(outcome(others).findings.map(\.place) == ["old/grafana.ini:4"])
    let folder =
      "services: {g: {image: 'grafana/grafana:13.0.2', volumes: ['g:/var/lib/grafana', "
      + "{type: bind, source: ./old, target: /etc/grafana, read_only: true}]}}\n"
    let mounted = outcome(["old/grafana.ini": safe + open, "compose.yml": folder])
    #expect(mounted.findings.map(\.place) == ["old/grafana.ini:4"])
  }

  @Test(arguments: [
    ("[smtp]\npassword = hunter2", 1), ("[smtp]\npassword = $__file{/run/p}", 0),
    ("[smtp]\n;password = hunter2\npassword =", 0), ("[auth.github]\nclient_secret = 0a1b", 1),
    ("[security]\nsecret_key = ${KEY}\nadmin_password = admin", 0),
    ("[auth]\npassword_hint = x", 0),
  ])
  func secretsInAFileAreTold(_ text: String, _ count: Int) {
    for files in [[:], ["compose.yml": compose()]] {
      let found = outcome(files.merging(["grafana.ini": text]) { $1 }).findings
        .filter { $0.check == "secret-in-file" }
      #expect(found.count == count)
      #expect(found.allSatisfy { $0.place == "grafana.ini:2" && !"\($0)".contains("hunter2") })
    }
  }

  @Test func ofAFileAloneNothingIsSaidThatMayBeSetElsewhere() {
    let found = outcome(["etc/grafana.ini": "[server]\nhttp_port = 3000\n"])
    #expect(found.findings == [])
    #expect(found.unchecked.map(\.place) == ["etc/grafana.ini"])
    let bad = outcome(["etc/grafana.ini": "[security]\nadmin_password = grafana\n"])
    #expect(bad.findings.map(\.place) == ["etc/grafana.ini:2"])
  }
}
