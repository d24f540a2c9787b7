import Telemetry

/// `data` of `/api/v1/alertmanagers`.
struct AlertmanagersPayload: Decodable, Sendable {
  struct Item: Decodable, Sendable {
    var url: String
  }

  var activeAlertmanagers: [Item]
}

/// `data` of `/api/v1/status/buildinfo`.
struct BuildPayload: Decodable, Sendable {
  var version: String
}

/// `data` of `/api/v1/status/runtimeinfo`, whose fields may change without notice.
struct RuntimePayload: Decodable, Sendable {
  var storageRetention: String?
}

/// `data` of `/api/v1/status/tsdb`.
struct HeadPayload: Decodable, Sendable {
  struct Statistics: Decodable, Sendable {
    var numSeries: LooseNumber?
  }

  struct Count: Decodable, Sendable {
    var name: String
    var value: LooseNumber

    var count: StoreHead.Count? {
      value.value.map { StoreHead.Count(name, Int(saturating: $0)) }
    }
  }

  /// Since Prometheus 2.25; VictoriaMetrics has `totalSeries` in its place.
  var headStats: Statistics?
  var totalSeries: LooseNumber?
  var seriesCountByMetricName: [Count]
  var labelValueCountByLabelName: [Count]?

  var head: StoreHead {
    let series = headStats?.numSeries?.value ?? totalSeries?.value
    return StoreHead(
      series: series.map { Int(saturating: $0) },
      metrics: seriesCountByMetricName.compactMap(\.count),
      labels: (labelValueCountByLabelName ?? []).compactMap(\.count)
    )
  }
}

extension RulesPayload.Group {
  /// The rules of the group, each with what the group says.
  var writtenRules: [WrittenRule] {
    rules.map { rule in
      let file = file.map { "\($0): " } ?? ""
      var written = WrittenRule(
        rule.name,
        group: name ?? "",
        expression: rule.query ?? "",
        at: "\(file)group \(name ?? "")"
      )
      written.kind = rule.type == "recording" ? .recording : .alerting
      written.holdFor = rule.duration?.span ?? .zero
      written.interval = interval?.span.flatMap { $0 > .zero ? $0 : nil }
      written.labels = LabelSet(rule.labels ?? [:])
      written.annotations = rule.annotations ?? [:]
      written.health = rule.health.flatMap(AlertRule.Health.init) ?? .unknown
      written.lastError = rule.lastError?.nonEmpty
      written.lastEvaluation = rule.lastEvaluation.flatMap(Timestamp.init(rfc3339:))
      written.groupTime = evaluationTime?.span
      return written
    }
  }
}
