/// The endpoints of Loki that goldtop asks.
///
/// - Source: <https://grafana.com/docs/loki/latest/reference/loki-http-api/>.
enum LokiPath {
  static let query = "/loki/api/v1/query"
  static let queryRange = "/loki/api/v1/query_range"
  static let labels = "/loki/api/v1/labels"
  static let series = "/loki/api/v1/series"
  static let tail = "/loki/api/v1/tail"
  static let indexStatistics = "/loki/api/v1/index/stats"
  static let volume = "/loki/api/v1/index/volume"
  static let patterns = "/loki/api/v1/patterns"
  static let detectedFields = "/loki/api/v1/detected_fields"
  static let buildInformation = "/loki/api/v1/status/buildinfo"
  static let ready = "/ready"
}
