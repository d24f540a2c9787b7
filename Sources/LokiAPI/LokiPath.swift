/// The endpoints of Loki that goldtop asks.
///
/// - Source: <https://grafana.com/docs/loki/latest/reference/loki-http-api/>.
enum LokiPath: String {
  case query = "/loki/api/v1/query"
  case queryRange = "/loki/api/v1/query_range"
  case labels = "/loki/api/v1/labels"
  case series = "/loki/api/v1/series"
  case tail = "/loki/api/v1/tail"
  case buildInformation = "/loki/api/v1/status/buildinfo"
  case ready = "/ready"
}
