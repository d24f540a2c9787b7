package import Logs
package import Signals
package import Telemetry

extension Poll {
  /// The question.
  ///
  /// A question is spelled here, asked in `PollSources` and planned in `PollPlanner`, and nothing else
  /// tells all questions apart.
  package enum Question: Hashable, Sendable {
    /// An instant query, at the server's own now or at a fixed moment.
    case instant(String, at: Timestamp?)
    /// A range query.
    case range(RangeWindow)
    /// The newest log lines.
    case lines(LineWindow)
    /// The values of a label among the series of the last minutes.
    case labelValues(LabelSearch)
    /// Type and unit of metrics.
    case metadata
    /// The active targets.
    case targets
    /// Pending and firing alerts.
    case alerts
    /// Alerting rules.
    case rules
    /// Alertmanager's alerts.
    case suppressions
    /// Alertmanager's silences.
    case silences

    /// Whether the answer is about a moment that does not move.
    package var isFixed: Bool {
      if case .instant(_, let moment) = self { return moment != nil }
      if case .range(let window) = self { return window.end != nil }
      if case .lines(let window) = self { return window.end != nil }
      return false
    }

    /// The PromQL or LogQL of a query; `nil` for other questions.
    var expression: String? {
      if case .instant(let expression, _) = self { return expression }
      if case .range(let window) = self { return window.expression }
      if case .lines(let window) = self { return window.logQL }
      return nil
    }
  }

  /// The payload of an answer.
  package enum Payload: Hashable, Sendable {
    /// Of an instant query.
    case vector([VectorSample])
    /// Of a range query: the whole window, known points and new ones merged.
    case matrix([TimeSeries])
    /// Log lines, ascending.
    case lines([LogEntry])
    /// The same of histograms.
    case buckets(BucketMatrix)
    /// Values of a label.
    case labelValues([String])
    /// Type and unit of metrics, by metric or family.
    case metadata([String: [MetricMetadata]])
    /// Active targets.
    case targets([ScrapeTarget])
    /// Pending and firing alerts, or Alertmanager's.
    case alerts([Alert])
    /// Alerting rules.
    case rules([AlertRule])
    /// Silences that have not ended.
    case silences([AlertSilence])
  }
}

extension Poll.Payload {
  /// The answer to a range query, in the form that is wanted.
  package init(_ series: [TimeSeries], of window: RangeWindow) {
    self = window.isOfBuckets ? .buckets(BucketMatrix(series)) : .matrix(series)
  }
}
