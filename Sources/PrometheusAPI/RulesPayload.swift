import Telemetry

/// `data` of `/api/v1/targets`.
struct TargetsPayload: Decodable, Sendable {
  struct Target: Decodable, Sendable {
    var discoveredLabels: [String: String]?
    var labels: [String: String]
    var health: String
    var lastError: String?
    var lastScrape: String?
    var scrapeUrl: String?
    var scrapeInterval: String?
    var scrapeTimeout: String?
    var lastScrapeDuration: LooseNumber?
    /// VictoriaMetrics alone tells it here.
    var lastSamplesScraped: LooseNumber?

    var target: ScrapeTarget {
      // VictoriaMetrics tells the interval only among the labels before relabelling.
      let interval = scrapeInterval ?? discoveredLabels?["__scrape_interval__"]
      var target = ScrapeTarget(
        labels: LabelSet(labels),
        health: ScrapeTarget.Health(rawValue: health) ?? .unknown,
        lastError: lastError?.nonEmpty,
        lastScrape: lastScrape.flatMap(Timestamp.init(rfc3339:)),
        scrapeInterval: interval.flatMap(Duration.init(prometheusText:))
      )
      target.scrapeURL = scrapeUrl?.nonEmpty
      target.scrapeTimeout = scrapeTimeout.flatMap(Duration.init(prometheusText:))
      if target.lastScrape != nil { target.scrapeDuration = lastScrapeDuration?.span }
      target.samples = lastSamplesScraped?.value.map { Int(saturating: $0) }
      return target
    }
  }

  var activeTargets: [Target]
}

/// `data` of `/api/v1/alerts`.
struct AlertsPayload: Decodable, Sendable {
  struct Item: Decodable, Sendable {
    /// `nil` for one that is not active.
    var alert: Alert?

    private enum Keys: CodingKey { case labels, annotations, state, activeAt, value }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Keys.self)
      let state: Alert.State
      switch try container.decode(String.self, forKey: .state) {
      case "pending": state = .pending
      case "firing": state = .firing
      case "inactive", "unknown": return
      case let other:
        throw DecodingError.meaningless("unknown alert state '\(other.prefix(32))'", in: decoder)
      }
      let activeAt = try container.decodeIfPresent(String.self, forKey: .activeAt)
      alert = Alert(
        labels: LabelSet(try container.decode([String: String].self, forKey: .labels)),
        annotations: try container.decodeIfPresent([String: String].self, forKey: .annotations)
          ?? [:],
        state: state,
        activeAt: activeAt.flatMap(Timestamp.init(rfc3339:)),
        value: try container.decodeIfPresent(LooseNumber.self, forKey: .value)?.value
      )
    }
  }

  /// `nil` where the server says `null`.
  var alerts: [Item]?

  private enum Keys: CodingKey { case alerts }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    let isNull = try container.decodeNil(forKey: .alerts)
    alerts = isNull ? nil : try container.decode([Item].self, forKey: .alerts)
  }
}

/// `data` of `/api/v1/rules`.
struct RulesPayload: Decodable, Sendable {
  struct Rule: Decodable, Sendable {
    var type: String?
    var name: String
    var query: String?
    var duration: LooseNumber?
    var labels: [String: String]?
    var annotations: [String: String]?
    var health: String?
    var lastError: String?
    var lastEvaluation: String?
    var evaluationTime: LooseNumber?
    var alerts: [AlertsPayload.Item]?
  }

  struct Group: Decodable, Sendable {
    var name: String?
    var file: String?
    var rules: [Rule]
    var interval: LooseNumber?
    var evaluationTime: LooseNumber?

    var alertRules: [AlertRule] {
      rules.filter { $0.type ?? "alerting" == "alerting" }.map { rule in
        var alertRule = AlertRule(
          name: rule.name,
          group: name ?? "",
          expression: rule.query ?? "",
          holdFor: rule.duration?.span ?? .zero,
          labels: LabelSet(rule.labels ?? [:]),
          health: rule.health.flatMap(AlertRule.Health.init) ?? .unknown,
          lastError: rule.lastError?.nonEmpty
        )
        alertRule.lastEvaluation =
          rule.lastEvaluation.flatMap(Timestamp.init(rfc3339:))
        if alertRule.lastEvaluation != nil {
          alertRule.evaluationTime = rule.evaluationTime?.span
          alertRule.groupTime = evaluationTime?.span
        }
        alertRule.interval = interval?.span.flatMap { $0 > .zero ? $0 : nil }
        return alertRule
      }
    }
  }

  var groups: [Group]
}

/// A number that some servers write as a string.
struct LooseNumber: Decodable, Sendable {
  /// `nil` where it is neither a number nor the text of one.
  var value: Double?

  /// The number as seconds; `nil` where there is none or it is out of range.
  var span: Duration? {
    guard let value, value.isFinite, abs(value) < 1e9 else { return nil }
    return .microseconds(Int64(saturating: (value * 1_000_000).rounded()))
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      value = number
    } else if var text = try? container.decode(String.self) {
      value = text.withUTF8 { DecimalNumber.parse($0) }
    }
  }
}

extension String {
  /// `nil` for an empty text.
  var nonEmpty: String? { isEmpty ? nil : self }
}
