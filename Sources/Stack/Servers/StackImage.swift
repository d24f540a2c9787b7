/// The images of the stack, each the newest release that was known to exist when this was written.
enum StackImage: String {
  case prometheus = "prom/prometheus:v3.14.0"
  case alertmanager = "prom/alertmanager:v0.34.0"
  case loki = "grafana/loki:3.7.4"
  case alloy = "grafana/alloy:v1.19.1"
  /// The end of Promtail: later releases of Loki come without it.
  case promtail = "grafana/promtail:3.5.8"
  /// The 2.10 line: 3.0 has another architecture and configuration.
  case tempo = "grafana/tempo:2.10.5"
  case grafana = "grafana/grafana:13.2.0"
  case postgresExporter = "prometheuscommunity/postgres-exporter:v0.19.1"
  case redisExporter = "oliver006/redis_exporter:v1.91.1"
}
