/// A server, or an engine, that answers PromQL and knows its targets and rules.
///
/// Every method throws `SourceError.cancelled` when its task is cancelled, and gives the request up.
package protocol MetricsSource: Sendable {
  /// The elements of an instant vector, sorted by labels unless the expression sorts them; a
  /// scalar comes as one element without labels.
  func instant(_ query: InstantQuery) async throws(SourceError) -> Answer<[VectorSample]>
  /// The series of a range query, sorted by labels. Servers may move the range, so that points
  /// count by their timestamp alone. A native histogram's sample is its mean.
  func range(_ query: RangeQuery) async throws(SourceError) -> Answer<[TimeSeries]>
  /// The values that a label has among the series that match, `__name__` giving the names of metrics, in
  /// any order. It is asked of the index, which may name what has just gone.
  func labelValues(
    of name: String,
    _ search: SeriesSearch
  ) async throws(SourceError) -> Answer<[String]>
  /// Metadata of one metric, or of all, by metric, or by family where a target names those: a counter's
  /// has no `_total` then. There are several entries where targets disagree.
  func metadata(
    of metric: String?,
    deadline: Duration
  ) async throws(SourceError) -> Answer<[String: [MetricMetadata]]>
  /// The active targets in any order; dropped ones are left out.
  func targets(deadline: Duration) async throws(SourceError) -> Answer<[ScrapeTarget]>
  /// The pending and firing alerts in any order.
  func alerts(deadline: Duration) async throws(SourceError) -> Answer<[Alert]>
  /// The alerting rules in any order.
  func alertRules(deadline: Duration) async throws(SourceError) -> Answer<[AlertRule]>
}

/// A source that answers several expressions of one moment, or of one range and step, in one request.
///
/// The request fails as a whole: which expression is at fault is not known then.
package protocol BatchSource: MetricsSource {
  /// The answers of instant queries, in the order of the queries; time and deadline are those of the
  /// first. Every expression must give an instant vector.
  func instants(_ queries: [InstantQuery]) async throws(SourceError) -> [Answer<[VectorSample]>]
  /// The answers of range queries, in the order of the queries; range, step and deadline are those of
  /// the first.
  func ranges(_ queries: [RangeQuery]) async throws(SourceError) -> [Answer<[TimeSeries]>]
}
