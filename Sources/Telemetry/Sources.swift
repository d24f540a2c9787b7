/// What came back from a source beside the value itself.
package struct Answer<Value: Sendable>: Sendable {
  /// What was asked for.
  package var value: Value
  /// The server's `warnings`: the value may be partial.
  package var warnings: [String]
  /// The server's `infos`: remarks on the query that leave the value whole.
  package var infos: [String]
  /// What the answer cost.
  package var receipt: Receipt

  /// Makes an answer.
  package init(
    _ value: Value,
    warnings: [String] = [],
    infos: [String] = [],
    receipt: Receipt = Receipt()
  ) {
    self.value = value
    self.warnings = warnings
    self.infos = infos
    self.receipt = receipt
  }
}

extension Answer: Equatable where Value: Equatable {}

/// What one answer cost, and what it says of the server's clock and store.
package struct Receipt: Hashable, Sendable {
  /// From sending the request to the last byte of the body.
  package var elapsed: Duration
  /// Body bytes as they crossed the wire, compressed where the server compressed them.
  package var wireBytes: Int
  /// Body bytes after decompression.
  package var bodyBytes: Int
  /// HTTP requests sent for it; 2 where another verb was tried.
  package var requests: Int
  /// The server's `Date` header, whole seconds; `nil` where it sent none.
  package var serverDate: Timestamp?
  /// What the store behind the answer holds; `nil` where that is not known, as of servers.
  package var holding: StoreHolding?

  /// Makes a receipt.
  package init(
    elapsed: Duration = .zero,
    wireBytes: Int = 0,
    bodyBytes: Int = 0,
    requests: Int = 1,
    serverDate: Timestamp? = nil,
    holding: StoreHolding? = nil
  ) {
    self.elapsed = elapsed
    self.wireBytes = wireBytes
    self.bodyBytes = bodyBytes
    self.requests = requests
    self.serverDate = serverDate
    self.holding = holding
  }
}

extension Receipt {
  /// Adds the costs of another answer, and takes over its date.
  package mutating func add(_ other: Receipt) {
    elapsed += other.elapsed
    wireBytes += other.wireBytes
    bodyBytes += other.bodyBytes
    requests += other.requests
    serverDate = other.serverDate ?? serverDate
  }
}

/// An instant query.
package struct InstantQuery: Hashable, Sendable {
  /// The PromQL expression.
  package var expression: String
  /// The moment of evaluation; `nil` lets the server take its own now.
  package var time: Timestamp?
  /// The most that the caller waits.
  package var deadline: Duration

  /// Makes a query.
  package init(_ expression: String, at time: Timestamp? = nil, deadline: Duration) {
    self.expression = expression
    self.time = time
    self.deadline = deadline
  }
}

/// A range query; start and end are inclusive.
package struct RangeQuery: Hashable, Sendable {
  /// The PromQL expression.
  package var expression: String
  /// The first moment of evaluation.
  package var start: Timestamp
  /// The last moment of evaluation.
  package var end: Timestamp
  /// The distance of the points; positive.
  package var step: Duration
  /// The most that the caller waits.
  package var deadline: Duration

  /// Makes a query.
  package init(
    _ expression: String,
    from start: Timestamp,
    to end: Timestamp,
    step: Duration,
    deadline: Duration
  ) {
    self.expression = expression
    self.start = start
    self.end = end
    self.step = step
    self.deadline = deadline
  }
}

/// Where names, values and series are looked for.
package struct SeriesSearch: Hashable, Sendable {
  /// Series selectors, any of which may match; empty for all series where that is allowed.
  package var selectors: [String]
  /// The first moment; always sent, since some servers otherwise look at the current day alone.
  package var start: Timestamp
  /// The last moment.
  package var end: Timestamp
  /// The most that the caller waits.
  package var deadline: Duration

  /// Makes a search.
  package init(
    _ selectors: [String] = [],
    from start: Timestamp,
    to end: Timestamp,
    deadline: Duration
  ) {
    self.selectors = selectors
    self.start = start
    self.end = end
    self.deadline = deadline
  }
}

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
  /// The active targets in any order; dropped ones are left out.
  func targets(deadline: Duration) async throws(SourceError) -> Answer<[ScrapeTarget]>
  /// The pending and firing alerts in any order.
  func alerts(deadline: Duration) async throws(SourceError) -> Answer<[Alert]>
  /// The alerting rules in any order.
  func alertRules(deadline: Duration) async throws(SourceError) -> Answer<[AlertRule]>
}

/// A server that knows which alerts are silenced or inhibited.
package protocol AlertSource: Sendable {
  /// The alerts that were sent to it and have not ended, in any order.
  func alerts(deadline: Duration) async throws(SourceError) -> Answer<[Alert]>
}
