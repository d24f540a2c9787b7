/// The metric and label names of one way to instrument a service.
///
/// A row of `MetricProfile.all` is a profile; settings may change single names of one. An optional
/// name that is `nil` says that the instrumentation has nothing of the kind.
package struct MetricProfile: Hashable, Sendable {
  /// The name that settings call it by.
  package var name: String
  /// Counter of requests.
  package var requests = "http_requests_total"
  /// The label of `requests` with the response's status code.
  package var statusLabel = "status"
  /// What an error's status matches, an anchored regular expression.
  package var errorStatus = "5.."
  /// The label with the route.
  package var endpointLabel = "endpoint"
  /// Histogram of request durations in seconds, without the `_bucket` suffix.
  package var requestDuration = "http_request_duration_seconds"
  /// Histogram of database query durations in seconds, without the `_bucket` suffix.
  package var databaseDuration = "db_query_duration_seconds"
  /// The label with the kind of query.
  package var queryTypeLabel = "query_type"
  /// Gauge of database connections in use.
  package var databaseConnections = "db_connections_active"
  /// Counter of cache operations.
  package var cacheOperations = "cache_operations_total"
  /// The label with the outcome of a cache operation.
  package var cacheResultLabel = "result"
  /// The value of that label for a hit.
  package var cacheHit = "hit"
  /// The value of that label for a miss.
  package var cacheMiss = "miss"
  /// Counter of dollars spent on language models.
  package var modelCost = "llm_cost_dollars_total"
  /// Counter of tokens.
  package var modelTokens = "llm_tokens_used_total"
  /// The label with the model's name.
  package var modelLabel = "model"
  /// The label that tells tokens sent from tokens received.
  package var tokenTypeLabel = "token_type"
  /// Histogram of calls to other services in seconds, without the `_bucket` suffix.
  package var externalDuration: String?
  /// The label with the service that was called.
  package var externalLabel = "target"

  /// Makes a profile with the default names.
  package init(name: String) {
    self.name = name
  }

  /// A service instrumented with Python's prometheus-client or Node's prom-client.
  package static let prometheusClient = MetricProfile(name: "prometheus-client")

  /// All profiles that come with goldtop.
  package static let all = [prometheusClient]
}
