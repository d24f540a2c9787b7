/// Kinds of server, each with a way of its own to keep strangers out.
///
/// - Source: <https://prometheus.io/docs/prometheus/latest/configuration/https/>,
///   <https://prometheus.io/docs/alerting/latest/https/>,
///   <https://grafana.com/docs/loki/latest/operations/authentication/>,
///   <https://grafana.com/docs/loki/latest/configure/#server> and
///   <https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/>.
package enum ServerKind: Hashable, Sendable {
  case prometheus, alertmanager, loki, grafana

  /// What makes it speak TLS, to paste.
  var encryption: String {
    switch self {
    case .prometheus, .alertmanager:
      "tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n"
        + "# in the file of --web.config.file"
    case .loki:
      "server:\n  http_tls_config:\n    cert_file: server.crt\n    key_file: server.key"
    case .grafana:
      "GF_SERVER_PROTOCOL=https\nGF_SERVER_CERT_FILE=server.crt\nGF_SERVER_CERT_KEY=server.key"
    }
  }

  /// What makes it ask for credentials, to paste.
  var authentication: String {
    switch self {
    case .prometheus, .alertmanager:
      "basic_auth_users:\n  monitoring: $2y$…  # from htpasswd -nB monitoring\n"
        + "# in the file of --web.config.file, or in a proxy before it"
    case .loki:
      "# Loki asks nobody for credentials: let it listen to a proxy that does\n"
        + "server:\n  http_listen_address: 127.0.0.1"
    case .grafana:
      "GF_AUTH_ANONYMOUS_ENABLED=false\nGF_METRICS_BASIC_AUTH_USERNAME=monitoring\n"
        + "GF_METRICS_BASIC_AUTH_PASSWORD__FILE=/run/secrets/grafana_metrics"
    }
  }

  /// What strangers get, or may do.
  var exposure: String {
    switch self {
    case .prometheus: "anybody who reaches it reads every metric, and where everything runs"
    case .alertmanager: "anybody who reaches it reads all alerts, and may silence them"
    case .loki: "anybody who reaches it reads every log line"
    case .grafana: "anybody who reaches it reads dashboards, or how Grafana is used"
    }
  }
}
