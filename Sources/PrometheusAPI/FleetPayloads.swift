import Telemetry

/// `data` of `/api/v1/targets`.
struct TargetsPayload: Decodable, Sendable {
  struct Target: Decodable, Sendable {
    var discoveredLabels: [String: String]?
    var labels: [String: String]?
    var health: String?
    var lastError: String?
    var lastScrape: String?
    var scrapeInterval: String?

    var target: ScrapeTarget {
      // VictoriaMetrics tells the interval only among the labels before relabelling.
      let interval = scrapeInterval ?? discoveredLabels?["__scrape_interval__"]
      return ScrapeTarget(
        labels: LabelSet(labels ?? [:]),
        health: health ?? "unknown",
        lastError: lastError?.nonEmpty,
        lastScrape: lastScrape.flatMap(Timestamp.init(rfc3339:)),
        scrapeInterval: interval.flatMap(Duration.init(prometheusText:))
      )
    }
  }

  var activeTargets: [Target]?
}

/// `data` of `/api/v1/alerts`.
struct AlertsPayload: Decodable, Sendable {
  struct Item: Decodable, Sendable {
    var labels: [String: String]?
    var annotations: [String: String]?
    var state: String?
    var activeAt: String?
    var value: LooseNumber?

    /// `nil` for states other than pending and firing.
    var alert: Alert? {
      let known: Alert.State
      switch state {
      case "pending": known = .pending
      case "firing": known = .firing
      default: return nil
      }
      return Alert(
        labels: LabelSet(labels ?? [:]),
        annotations: annotations ?? [:],
        state: known,
        activeAt: activeAt.flatMap(Timestamp.init(rfc3339:)),
        value: value?.value
      )
    }
  }

  var alerts: [Item]?
}

/// `data` of `/api/v1/rules`.
struct RulesPayload: Decodable, Sendable {
  struct Rule: Decodable, Sendable {
    var type: String?
    var name: String?
    var query: String?
    var duration: LooseNumber?
    var labels: [String: String]?
    var health: String?
    var lastError: String?
  }

  struct Group: Decodable, Sendable {
    var name: String?
    var rules: [Rule]?

    var alertRules: [AlertRule] {
      (rules ?? []).filter { $0.type ?? "alerting" == "alerting" }.map { rule in
        AlertRule(
          name: rule.name ?? "",
          group: name ?? "",
          expression: rule.query ?? "",
          holdFor: rule.duration?.span ?? .zero,
          labels: LabelSet(rule.labels ?? [:]),
          health: rule.health ?? "unknown",
          lastError: rule.lastError?.nonEmpty
        )
      }
    }
  }

  var groups: [Group]?
}

/// A number that some servers write as a string.
struct LooseNumber: Decodable, Sendable {
  /// `nil` where it is neither a number nor the text of one.
  var value: Double?

  /// The number as seconds; `nil` where there is none or it is out of range.
  var span: Duration? {
    guard let value, value.isFinite, abs(value) < 1e9 else { return nil }
    return .milliseconds(Int64((value * 1000).rounded()))
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
