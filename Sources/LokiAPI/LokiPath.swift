/// The endpoints of Loki that goldtop asks.
///
/// - Source: <https://grafana.com/docs/loki/latest/reference/loki-http-api/>.
enum LokiPath {
  static let query = "/loki/api/v1/query"
  static let queryRange = "/loki/api/v1/query_range"
  static let labels = "/loki/api/v1/labels"
  static let tail = "/loki/api/v1/tail"
}
