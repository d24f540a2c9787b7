import YAML

/// Judges how a Grafana is set: who gets in without a password, and who guesses it.
///
/// - Source: <https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/>.
struct GrafanaSettingChecks {
  private let settings: GrafanaSettings
  private let service: ComposeService?
  private let files: [ReadFile]
  private(set) var outcome = CheckOutcome()

  /// Judges the Grafana of a compose file, with the settings files beside it.
  init(_ service: ComposeService, in folder: StackFolder) {
    files = service.settingFiles(in: folder)
    settings = GrafanaSettings(files, of: service)
    self.service = service
    checkAnonymous()
    checkPassword()
  }

  /// Judges a settings file for which no compose file runs a Grafana.
  init(_ file: ReadFile, in folder: StackFolder) {
    files = [file]
    settings = GrafanaSettings(files)
    service = nil
    checkSecrets()
    // With its variables it is judged where they are.
    let services = folder.services.filter { $0.server == .grafana }
    guard
      !services.contains(where: { $0.settingFiles(in: folder).contains { $0.name == file.name } })
    else { return }
    checkAnonymous()
    checkPassword()
  }

  private mutating func checkAnonymous() {
    guard let setting = settings.setting("auth.anonymous", "enabled"),
      SettingText.isOn(setting.text)
    else { return }
    let role = settings.setting("auth.anonymous", "org_role")?.text ?? "Viewer"
    outcome.findings.append(
      Finding(
        "grafana-anonymous",
        role == "Viewer" ? .warning : .critical,
        at: setting.place,
        "whoever reaches Grafana is \(role) without a password",
        why: role == "Viewer"
          ? "all dashboards and all that their data sources can answer are open"
          : "dashboards, data sources and their secrets are open to be changed",
        remedy: "GF_AUTH_ANONYMOUS_ENABLED: \"false\""
      )
    )
  }

  /// The keys that hold secrets, in any section.
  ///
  /// - Source: `admin_password`, `secret_key`, `password` of databases and mail, and `client_secret` in the
  ///   reference.
  private static let secrets: Set = ["admin_password", "secret_key", "password", "client_secret"]

  private mutating func checkSecrets() {
    for (name, setting) in settings.fields.sorted(by: { $0.key < $1.key }) {
      let key = String(name.split(separator: ".").last ?? "")
      let text = setting.text
      guard Self.secrets.contains(key), !text.isEmpty, !SettingText.isPlaceholder(text),
        // That everybody knows it is told by another check.
        !(key == "admin_password" && Self.known.contains(text.lowercased()))
      else { continue }
      outcome.findings.append(
        Finding(
          "secret-in-file",
          .warning,
          at: setting.place,
          "'\(key)' stands in the file in plain text",
          why: "who reads the repository or a backup has it",
          remedy: "\(key) = $__file{/run/secrets/grafana_\(key)}"
        )
      )
    }
  }

  private static let known: Set = [
    "admin", "password", "grafana", "secret", "changeme", "admin123", "prom-operator", "pass",
  ]

  /// - Source: the reference of `admin_password`: `admin` where nobody says.
  private mutating func checkPassword() {
    guard !settings.isInFile("security", "admin_password") else { return }
    guard let password = settings.setting("security", "admin_password") else {
      reportUnset()
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

  private mutating func reportUnset() {
    guard let service else {
      unread(
        "the password of 'admin' is set elsewhere, or is 'admin' at the first start",
        files[0].name
      )
      return
    }
    let volumes = service.node["volumes"]?.texts ?? []
    let hasOthers =
      service.node["env_file"] != nil
      || files.isEmpty
        && (service.mounts.contains("/etc/grafana")
          || volumes.contains { $0.contains("grafana.ini") })
    if hasOthers {
      unread("Grafana is configured by a file that is not read", service.file.place(service.node))
    } else {
      report(
        .critical,
        service.file.place(service.node.place),
        "no password is set, so that it is 'admin' at the first start"
      )
    }
  }

  private mutating func unread(_ reason: String, _ place: String) {
    outcome.unchecked.append(Unchecked("grafana-default-password", at: place, because: reason))
  }

  private mutating func report(_ severity: Finding.Severity, _ place: String, _ what: String) {
    outcome.findings.append(
      Finding(
        "grafana-default-password",
        severity,
        at: place,
        what,
        why: "whoever reaches it is its administrator",
        remedy: "GF_SECURITY_ADMIN_PASSWORD__FILE: /run/secrets/grafana_password"
      )
    )
  }
}
