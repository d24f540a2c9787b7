import YAML

/// Judges the service of a compose file that is Grafana.
///
/// - Source: <https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/>.
struct GrafanaServiceChecks {
  private let service: ComposeService
  private(set) var outcome = CheckOutcome()

  init(_ service: ComposeService) {
    self.service = service
    checkAnonymous()
    checkPassword()
  }

  private mutating func checkAnonymous() {
    guard let setting = service.variable("GF_AUTH_ANONYMOUS_ENABLED"),
      SettingText.isOn(setting.text)
    else { return }
    let role = service.variable("GF_AUTH_ANONYMOUS_ORG_ROLE")?.text ?? "Viewer"
    outcome.findings.append(
      Finding(
        "grafana-anonymous",
        role == "Viewer" ? .warning : .critical,
        at: service.file.place(setting.place),
        "whoever reaches Grafana is \(role) without a password",
        why: role == "Viewer"
          ? "all dashboards and all that their data sources can answer are open"
          : "dashboards, data sources and their secrets are open to be changed",
        remedy: "GF_AUTH_ANONYMOUS_ENABLED: \"false\""
      )
    )
  }

  private static let known: Set = [
    "admin", "password", "grafana", "secret", "changeme", "admin123", "prom-operator", "pass",
  ]

  /// - Source: the reference of `admin_password`: `admin` where nobody says.
  private mutating func checkPassword() {
    let name = "GF_SECURITY_ADMIN_PASSWORD"
    guard service.variable(name + "__FILE") == nil else { return }
    guard let password = service.variable(name) else {
      if service.node["env_file"] != nil || service.mounts.contains("/etc/grafana")
        || (service.node["volumes"]?.texts ?? []).contains(where: { $0.contains("grafana.ini") })
      {
        outcome.unchecked.append(
          Unchecked(
            "grafana-default-password",
            at: service.file.place(service.node),
            because: "Grafana is configured by a file that is not read"
          )
        )
        return
      }
      report(
        .critical,
        service.node.place,
        "no password is set, so that it is 'admin' at the first start"
      )
      return
    }
    let text = SettingText.withDefaults(password.text)
    if let text, Self.known.contains(text.lowercased()) {
      let isDefault = text != password.text
      report(
        isDefault ? .warning : .critical,
        password.place,
        "the password of 'admin' is one that everybody tries first"
          + (isDefault ? ", unless the variable is set" : "")
      )
    }
  }

  private mutating func report(_ severity: Finding.Severity, _ place: YAMLPlace, _ what: String) {
    outcome.findings.append(
      Finding(
        "grafana-default-password",
        severity,
        at: service.file.place(place),
        what,
        why: "whoever reaches it is its administrator",
        remedy: "GF_SECURITY_ADMIN_PASSWORD__FILE: /run/secrets/grafana_password"
      )
    )
  }
}
