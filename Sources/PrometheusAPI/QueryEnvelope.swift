import Telemetry

/// The envelope around the answers of `query` and `query_range`.
///
/// - Source: <https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview>.
struct QueryEnvelope: Equatable {
  /// `success` or `error`.
  var status: String?
  /// The kind of an error: an open set.
  var errorType: String?
  /// The server's words for an error.
  var error: String?
  var warnings: [String] = []
  var infos: [String] = []
  /// `nil` where there is no `data`, or no result in it.
  var result: QueryValue?
}
