import Checks

extension PlantedFault {
  private static func service(
    _ check: String,
    _ severity: Finding.Severity,
    _ from: String,
    _ to: String,
    at line: String
  ) -> PlantedFault {
    PlantedFault(check, severity, "compose.yml", (from, to), at: line)
  }

  private static let time = "--storage.tsdb.retention.time=30d"
  private static let sources = "grafana/provisioning/datasources/goldtop.yml"

  static let compose = [
    service("compose-version", .note, "name: monitoring", "version: \"3.8\"", at: "version"),
    service(
      "image-not-pinned",
      .warning,
      "grafana/loki:3.7.4",
      "grafana/loki:latest",
      at: "image: grafana/loki"
    ),
    service(
      "image-not-pinned",
      .warning,
      "grafana/loki:3.7.4",
      "grafana/loki",
      at: "image: grafana/loki"
    ),
    service("port-open-to-all", .warning, "127.0.0.1:9093:9093", "9093:9093", at: "ports: [\"9093"),
    service(
      "port-open-to-all",
      .warning,
      "127.0.0.1:9093:9093",
      "0.0.0.0:9093:9093",
      at: "ports: [\"0.0"
    ),
    service(
      "data-without-volume",
      .critical,
      "      - prometheus:/prometheus\n",
      "",
      at: "image: prom/prometheus"
    ),
    service(
      "data-without-volume",
      .critical,
      "      - grafana:/var/lib/grafana\n",
      "",
      at: "image: grafana/grafana"
    ).and("      - ./grafana/dashboards:/var/lib/grafana/dashboards:ro\n", ""),
    service(
      "prometheus-removed-flag",
      .critical,
      time,
      "--storage.tsdb.retention=30d",
      at: "- --storage.tsdb.retention=30d"
    ),
    service(
      "prometheus-removed-feature",
      .critical,
      "      - \(time)\n",
      "      - \(time)\n      - --enable-feature=remote-write-receiver\n",
      at: "- --enable-feature"
    ),
    service(
      "prometheus-removed-feature",
      .note,
      "      - \(time)\n",
      "      - \(time)\n      - --enable-feature=exemplar-storage,promql-at-modifier\n",
      at: "- --enable-feature"
    ),
    service(
      "retention-short",
      .warning,
      time,
      "--storage.tsdb.retention.time=7d",
      at: "- --storage.tsdb.retention"
    ),
    service("retention-short", .note, "      - \(time)\n", "", at: "image: prom/prometheus"),
    service(
      "grafana-anonymous",
      .warning,
      "GF_AUTH_ANONYMOUS_ENABLED: \"false\"",
      "GF_AUTH_ANONYMOUS_ENABLED: \"true\"",
      at: "GF_AUTH_ANONYMOUS_ENABLED"
    ),
    service(
      "grafana-anonymous",
      .critical,
      "GF_AUTH_ANONYMOUS_ENABLED: \"false\"",
      "GF_AUTH_ANONYMOUS_ENABLED: \"true\"\n      GF_AUTH_ANONYMOUS_ORG_ROLE: Admin",
      at: "GF_AUTH_ANONYMOUS_ENABLED"
    ),
    service(
      "grafana-default-password",
      .critical,
      "      GF_SECURITY_ADMIN_PASSWORD__FILE: /run/secrets/grafana_password\n",
      "",
      at: "image: grafana/grafana"
    ),
    service(
      "secret-in-file",
      .warning,
      "      GF_SECURITY_ADMIN_PASSWORD__FILE: /run/secrets/grafana_password\n",
      "      GF_SECURITY_ADMIN_PASSWORD: tr0ub4dor&3\n",
      at: "GF_SECURITY_ADMIN_PASSWORD"
    ),
    service(
      "loki-simple-scalable",
      .note,
      "[\"-config.file=/etc/loki/loki.yml\"]",
      "[\"-config.file=/etc/loki/loki.yml\", \"-target=read\"]",
      at: "command: [\"-config.file=/etc/loki"
    ),
    PlantedFault(
      "grafana-time-interval",
      .warning,
      sources,
      ("timeInterval: 15s", "timeInterval: 5s"),
      at: "timeInterval"
    ),
    PlantedFault(
      "grafana-two-defaults",
      .critical,
      sources,
      ("type: alertmanager\n", "type: alertmanager\n    isDefault: true\n"),
      at: "isDefault: true\n    url: http://alertmanager"
    ),
    PlantedFault(
      "secret-in-file",
      .warning,
      sources,
      ("type: alertmanager\n", "type: alertmanager\n    secureJsonData: {basicAuthPassword: x7}\n"),
      at: "secureJsonData"
    ),
  ]
}
