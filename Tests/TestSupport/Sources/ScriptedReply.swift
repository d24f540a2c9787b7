package import Telemetry

/// One call of a source's method.
package enum ScriptedCall: Hashable, Sendable {
  /// `MetricsSource.instant`.
  case instant(InstantQuery)
  /// `MetricsSource.range`.
  case range(RangeQuery)
  /// `MetricsSource.labelValues`.
  case labelValues(String, SeriesSearch)
  /// `MetricsSource.metadata`.
  case metadata
  /// `MetricsSource.targets`.
  case targets
  /// `MetricsSource.alerts`, or an Alertmanager's.
  case alerts
  /// `MetricsSource.alertRules`.
  case rules
  /// `AlertSource.silences`.
  case silences
  /// `SilenceKeeper.setSilence`.
  case setSilence(SilenceContent, changing: String?)
  /// `SilenceKeeper.expireSilence`.
  case expireSilence(String)

  /// The expression; empty for calls that have none.
  package var expression: String {
    switch self {
    case .instant(let query): query.expression
    case .range(let query): query.expression
    case .labelValues, .metadata, .targets, .alerts, .rules, .silences, .setSilence,
      .expireSilence:
      ""
    }
  }
}

/// What a scripted source says to a call.
package struct ScriptedReply: Sendable {
  /// The value of an answer; it must fit the call.
  package enum Value: Sendable {
    /// For instant queries.
    case vector([VectorSample])
    /// For range queries.
    case matrix([TimeSeries])
    /// For values of a label.
    case labelValues([String])
    /// For metadata.
    case metadata([String: [MetricMetadata]])
    /// For targets.
    case targets([ScrapeTarget])
    /// For alerts.
    case alerts([Alert])
    /// For rules.
    case rules([AlertRule])
    /// For silences.
    case silences([AlertSilence])
    /// For an order to change silences.
    case silenceID(String)
  }

  /// The value or the failure.
  package var result: Result<Value, SourceError>
  /// Warnings of a good answer.
  package var warnings: [String]
  /// What a good answer cost.
  package var receipt: Receipt

  /// A good answer.
  package init(_ value: Value, warnings: [String] = [], receipt: Receipt = Receipt()) {
    result = .success(value)
    self.warnings = warnings
    self.receipt = receipt
  }

  /// A failure.
  package init(failing error: SourceError) {
    result = .failure(error)
    warnings = []
    receipt = Receipt()
  }

  /// The emptiest good answer to a call.
  package static func nothing(to call: ScriptedCall) -> ScriptedReply {
    switch call {
    case .instant: ScriptedReply(.vector([]))
    case .range: ScriptedReply(.matrix([]))
    case .labelValues: ScriptedReply(.labelValues([]))
    case .metadata: ScriptedReply(.metadata([:]))
    case .targets: ScriptedReply(.targets([]))
    case .alerts: ScriptedReply(.alerts([]))
    case .rules: ScriptedReply(.rules([]))
    case .silences: ScriptedReply(.silences([]))
    case .setSilence, .expireSilence: ScriptedReply(.silenceID("s-1"))
    }
  }
}
