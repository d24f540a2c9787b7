import YAML

/// Secrets that stand in a file in plain text.
///
/// Only their fields and lines are told, never a part of them.
struct InlineSecrets {
  let file: ReadFile
  private(set) var outcome = CheckOutcome()

  /// Looks for fields of these names in all documents.
  init(of file: ReadFile, fields: Set<String> = InlineSecrets.fields) {
    self.file = file
    for document in file.documents { look(at: document, fields) }
  }

  /// The fields of Prometheus, Loki, Promtail and Grafana that hold secrets.
  ///
  /// - Source: the fields of type `<secret>` in the reference of the configuration of each.
  static let fields: Set = [
    "password", "bearer_token", "credentials", "client_secret", "secret_key", "secret_access_key",
    "basicAuthPassword", "httpHeaderValue1", "account_key", "access_key_secret",
  ]

  private mutating func look(at node: YAMLNode, _ fields: Set<String>) {
    for entry in node.entries {
      if fields.contains(entry.key), let text = entry.value.text, !text.isEmpty {
        report(entry, text)
      } else {
        look(at: entry.value, fields)
      }
    }
    for item in node.items { look(at: item, fields) }
  }

  private mutating func report(_ entry: YAMLNode.Entry, _ text: String) {
    guard !SettingText.isPlaceholder(text), !text.hasPrefix("%"), text != "********" else { return }
    outcome.findings.append(
      Finding(
        "secret-in-file",
        .warning,
        at: file.place(entry.place),
        "'\(entry.key)' stands in the file in plain text",
        why: "who reads the repository or a backup has it",
        remedy: Self.remedy(entry.key)
      )
    )
  }

  private static func remedy(_ key: String) -> String? {
    let hasFile: Set = [
      "password", "bearer_token", "credentials", "client_secret", "routing_key", "service_key",
      "api_key", "slack_api_url", "smtp_auth_password", "opsgenie_api_key", "victorops_api_key",
      "bot_token", "webhook_url", "api_url", "url", "user_key", "token",
    ]
    return hasFile.contains(key) ? "\(key)_file: /run/secrets/\(key)" : nil
  }
}
