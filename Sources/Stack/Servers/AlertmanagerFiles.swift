/// Alertmanager's configuration, and where its secrets go.
struct AlertmanagerFiles {
  let plan: StackPlan

  var all: [StackFile] {
    [
      plan.file("alertmanager/alertmanager.yml", Self.text), secretsReadme,
      plan.file("secrets/.gitignore", "*\n!.gitignore\n!README.md\n"),
    ]
  }

  private static let text = """
    # Secrets are files in secrets/. Addresses of e-mail are yours to change.
    global:
      resolve_timeout: 5m
      smtp_smarthost: smtp.example.com:587
      smtp_from: alertmanager@example.com
      smtp_auth_username: alertmanager@example.com
      smtp_auth_password_file: /run/secrets/smtp_password
    route:
      receiver: slack
      group_by: [alertname, job]
      group_wait: 30s
      group_interval: 5m
      repeat_interval: 4h
      routes:
        # What users feel wakes somebody, and everybody sees it.
        - matchers: [severity="critical"]
          receiver: pagerduty
          repeat_interval: 1h
          continue: true
        - matchers: [alertname="HighDailyCost"]
          receiver: email
          repeat_interval: 24h
        - matchers: [severity=~"critical|warning"]
          receiver: slack
    inhibit_rules:
      # A page says what its warning says.
      - source_matchers: [severity="critical"]
        target_matchers: [severity="warning"]
        equal: [alertname, job]
      # Where a service is down, nothing else about it is news.
      - source_matchers: [alertname="ServiceDown", severity="critical"]
        target_matchers: [alertname!="ServiceDown"]
        equal: [job]
    receivers:
      - name: slack
        slack_configs:
          - api_url_file: /run/secrets/slack_url
            channel: "#alerts"
            send_resolved: true
            title: '{{ .Status | toUpper }} {{ .CommonLabels.alertname }} {{ .CommonLabels.job }}'
            text: >-
              {{ range .Alerts }}{{ .Annotations.summary }}
              {{ .Annotations.description }} {{ .Annotations.runbook_url }}
              {{ end }}
      - name: pagerduty
        pagerduty_configs:
          - routing_key_file: /run/secrets/pagerduty_key
            severity: '{{ .CommonLabels.severity }}'
            description: '{{ .CommonAnnotations.summary }}'
            details:
              runbook: '{{ .CommonAnnotations.runbook_url }}'
      - name: email
        email_configs:
          - to: team@example.com
            send_resolved: true

    """

  /// The secrets of Alertmanager, by the names of their files.
  static let alertmanagerSecrets = ["slack_url", "pagerduty_key", "smtp_password"]

  private var secretsReadme: StackFile {
    let postgresName = plan.hasPostgres ? " postgres_password" : ""
    let postgres =
      plan.hasPostgres
      ? "| postgres_password | PostgreSQL's exporter | the password of its user |\n" : ""
    return plan.file(
      "secrets/README.md",
      .markup,
      """
      # Secrets

      One file each, without a line end; `.gitignore` here keeps them out of the repository. The containers read
      them as users of their own, so the files are open and the folder is closed to others.

      | file | used by | is |
      |---|---|---|
      | grafana_password | Grafana | the password of its user `admin` |
      \(postgres)| slack_url | Alertmanager | the URL of an incoming webhook |
      | pagerduty_key | Alertmanager | the integration key of a service, Events API v2 |
      | smtp_password | Alertmanager | the password of the sender of e-mail |

      Each has to be there before the containers start. An empty one of Alertmanager's is a way that is not used:
      take its receiver out of `alertmanager/alertmanager.yml` too.

          chmod 700 .
          touch \(Self.alertmanagerSecrets.joined(separator: " "))\(postgresName)
          openssl rand -hex 24 | tr -d '\\n' > grafana_password

      """
    )
  }
}
