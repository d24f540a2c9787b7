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
  /// The window of `rate`.
  package var rateWindow: Duration
  /// The window of `rate` for what is asked of one moment.
  package var liveWindow: Duration
  /// The window of `rate` of exporters' metrics, where theirs needs to be longer.
  package var exporterWindow = Duration.zero
  /// The metric names that the server has; `nil` while that is not known.
  package var inventory: Set<String>?
  /// Whether series of all services are asked for, so that those of other profiles with the same names
  /// are to be left out.
  package var isOfAllServices = false

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

  /// Whether the server has series of a metric; unknown counts as yes, so that it is asked.
  package func has(_ metric: String) -> Bool {
    inventory?.contains(metric) ?? true
  }

  /// Whether a histogram exists in its native form alone.
  package func isNative(_ histogram: String) -> Bool {
    guard let inventory else { return false }
    return !inventory.contains(histogram + "_bucket") && inventory.contains(histogram)
  }

  /// Whether a histogram exists in both forms: one service may have the one, and another the other.
  func isMixed(_ histogram: String) -> Bool {
    inventory?.isSuperset(of: [histogram + "_bucket", histogram]) ?? false
  }

  /// `rate(metric{…}[window])` of one of the service's counters.
  func rate(_ metric: String, _ extra: [LabelMatcher] = [], offset: String = "") -> String {
    "rate(\(PromQLText.selector(metric, selector + extra))[\(rateWindow.prometheusText)]\(offset))"
  }

  /// The same of an exporter's counter.
  func exporterRate(_ metric: String, _ extra: [LabelMatcher] = []) -> String {
    let window = max(rateWindow, exporterWindow).prometheusText
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

  /// The sum of a histogram's rate: by `le` in the classic form, whole in the native one.
  func histogramRate(
    _ histogram: String,
    by labels: [String] = [],
    _ extra: [LabelMatcher] = []
  ) -> String {
    guard isNative(histogram) else {
      return sum(rate(histogram + "_bucket", extra), by: ["le"] + labels)
    }
    return sum(rate(histogram, extra), by: labels)
  }

  /// A quantile of a histogram.
  func quantile(
    _ q: Double,
    _ histogram: String,
    by labels: [String] = [],
    _ extra: [LabelMatcher] = []
  ) -> String {
    let quantile = "histogram_quantile(\(q), \(histogramRate(histogram, by: labels, extra)))"
    guard isOfAllServices, isMixed(histogram) else { return quantile }
    // The native form has whole histograms, which are not grouped by their bounds.
    let native = sum(rate(histogram, extra), by: labels)
    return "(\(quantile) or histogram_quantile(\(q), \(native)))"
  }
}
