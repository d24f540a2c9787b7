package import Telemetry

/// What a signal's expression depends on beside its profile.
package struct QueryContext: Hashable, Sendable {
  /// Metric and label names.
  package var profile: MetricProfile
  /// Matchers that go into every selector of the service's own metrics.
  package var selector: [LabelMatcher]
  /// Matchers that go into every selector of exporters' metrics (`node_*`, `redis_*`, `pg_*`),
  /// which run as jobs of their own.
  package var exporterSelector: [LabelMatcher]
  /// Matchers that stand for the service's streams of log lines.
  package var logSelector: [LabelMatcher] = []
  /// The service whose lines cannot be told from those of others; `nil` where there is none.
  package var indistinctLogs: String?
  /// The window of `rate`.
  package var rateWindow: Duration
  /// The window of `rate` for what is asked of one moment.
  package var liveWindow: Duration
  /// The window of `rate` for the columns of a heat map, where it needs to be longer than for points.
  package var columnWindow = Duration.zero
  /// The window of `rate` of exporters' metrics, where theirs needs to be longer.
  package var exporterWindow = Duration.zero
  /// The range that is shown.
  package var range = Duration.zero
  /// What stands for the window of `rate` where another program fills it in, such as Grafana's
  /// `$__rate_interval`; then the windows above do not count.
  package var windowVariable: String?
  /// The metric names that the server has; `nil` while that is not known.
  package var inventory: Set<String>?
  /// Whether series of all services are asked for, so that those of other profiles with the same names
  /// are to be left out.
  package var isOfAllServices = false
  /// Metrics that the profile takes for counters, and that are native histograms on this server.
  package var histogramCounters: Set<String> = []
  /// Histograms that some instances have with exponential buckets and others with custom ones, which a
  /// server does not add up.
  package var splitHistograms: Set<String> = []
  /// The endpoint whose requests alone are looked at; `nil` for all.
  package var endpoint: Endpoint?
  /// Whether the user has given prices of tokens.
  package var hasModelPrices = false

  package init(
    profile: MetricProfile = .prometheusClient,
    selector: [LabelMatcher] = [],
    exporterSelector: [LabelMatcher] = [],
    rateWindow: Duration,
    liveWindow: Duration? = nil,
    inventory: Set<String>? = nil
  ) {
    self.profile = profile
    self.selector = selector
    self.exporterSelector = exporterSelector
    self.rateWindow = rateWindow
    self.liveWindow = liveWindow ?? rateWindow
    self.inventory = inventory
  }

  /// The same for what is asked of one moment.
  package var ofOneMoment: QueryContext {
    var context = self
    context.rateWindow = liveWindow
    return context
  }

  /// The same for the columns of a heat map.
  package var ofColumns: QueryContext {
    var context = self
    context.rateWindow = max(rateWindow, columnWindow)
    return context
  }

  /// Whether the server has series of a metric; unknown counts as yes, so that it is asked.
  package func has(_ metric: String) -> Bool {
    inventory?.contains(metric) ?? true
  }

  /// `rate(metric{…}[window])` of one of the service's counters.
  func rate(_ metric: String, _ extra: [LabelMatcher] = [], offset: String = "") -> String {
    let window = windowVariable ?? rateWindow.prometheusText
    return "rate(\(PromQLText.selector(metric, selector + extra))[\(window)]\(offset))"
  }

  /// The same of an exporter's counter.
  func exporterRate(_ metric: String, _ extra: [LabelMatcher] = []) -> String {
    let window = windowVariable ?? max(rateWindow, exporterWindow).prometheusText
    return "rate(\(PromQLText.selector(metric, exporterSelector + extra))[\(window)])"
  }

  /// A selector of one of the service's gauges.
  func gauge(_ metric: String, _ extra: [LabelMatcher] = []) -> String {
    PromQLText.selector(metric, selector + extra)
  }

  /// A selector of an exporter's gauge.
  func exporterGauge(_ metric: String, _ extra: [LabelMatcher] = []) -> String {
    PromQLText.selector(metric, exporterSelector + extra)
  }

  /// A sum, by labels where there are any.
  func sum(_ vector: String, by labels: [String] = []) -> String {
    aggregated("sum", vector, by: labels)
  }

  /// An aggregation, by labels where there are any.
  func aggregated(_ name: String, _ vector: String, by labels: [String]) -> String {
    guard !labels.isEmpty else { return "\(name)(\(vector))" }
    return "\(name) by (\(labels.map(PromQLText.name).joined(separator: ", "))) (\(vector))"
  }
}
