/// One alert of a rule, as Prometheus or Alertmanager tell of it.
package struct Alert: Hashable, Sendable {
  /// Where the alert stands.
  package enum State: Hashable, Sendable {
    /// The expression holds, but not yet for the rule's `for`.
    case pending
    /// Sent to Alertmanager.
    case firing
    /// Known to Alertmanager and kept from notifying, by silences or by other alerts.
    case suppressed(silenced: Bool, inhibited: Bool)
  }

  /// All labels, with `alertname`.
  package var labels: LabelSet
  /// Annotations such as `summary`; templates are expanded already.
  package var annotations: [String: String]
  /// Where it stands.
  package var state: State
  /// Since when the expression holds (`activeAt`), or the start that Alertmanager knows.
  package var activeAt: Timestamp?
  /// The value of the expression; `nil` where the server does not tell.
  package var value: Double?
  /// How Alertmanager names it to what it inhibits; empty where it does not tell.
  package var fingerprint = ""
  /// The receivers that it is routed to; empty where nobody tells.
  package var receivers: [String] = []
  /// The IDs of the silences that it is silenced by.
  package var silencedBy: [String] = []
  /// The fingerprints of the alerts that it is inhibited by.
  package var inhibitedBy: [String] = []

  package init(
    labels: LabelSet,
    annotations: [String: String] = [:],
    state: State,
    activeAt: Timestamp?,
    value: Double? = nil
  ) {
    self.labels = labels
    self.annotations = annotations
    self.state = state
    self.activeAt = activeAt
    self.value = value
  }

  /// The rule's name; empty where the label is missing.
  package var name: String { labels["alertname"] ?? "" }
}

/// An alerting rule.
///
/// - Source: `/api/v1/rules?type=alert`.
package struct AlertRule: Hashable, Sendable {
  /// What came of the latest evaluation.
  package enum Health: String, Hashable, Sendable {
    /// It succeeded.
    case ok
    /// It failed.
    case failing = "err"
    /// There was none yet, or the server has a word of its own for it.
    case unknown
  }

  /// The name, which is the `alertname` of its alerts; several rules may share one.
  package var name: String
  /// The group that evaluates it.
  package var group: String
  /// The PromQL expression.
  package var expression: String
  /// How long the expression must hold before the alert fires.
  package var holdFor: Duration
  /// Labels that the rule adds to its alerts; they tell rules of one name apart.
  package var labels: LabelSet
  /// What came of the latest evaluation.
  package var health: Health
  /// Why the last evaluation failed; `nil` where it did not.
  package var lastError: String?
  /// When it was last evaluated; `nil` before the first time, and where the server does not tell.
  package var lastEvaluation: Timestamp?
  /// How long that took.
  package var evaluationTime: Duration?
  /// How often its group is evaluated; `nil` where the server does not tell.
  package var interval: Duration?
  /// How long the latest evaluation of all rules of its group took.
  package var groupTime: Duration?

  package init(
    name: String,
    group: String,
    expression: String,
    holdFor: Duration,
    labels: LabelSet = .empty,
    health: Health = .ok,
    lastError: String? = nil
  ) {
    self.name = name
    self.group = group
    self.expression = expression
    self.holdFor = holdFor
    self.labels = labels
    self.health = health
    self.lastError = lastError
  }
}

/// A target that is scraped.
///
/// - Source: `activeTargets` of `/api/v1/targets?state=active`.
package struct ScrapeTarget: Hashable, Sendable {
  /// What came of the latest scrape.
  package enum Health: String, Hashable, Sendable {
    /// It succeeded.
    case up
    /// It failed.
    case down
    /// There was none yet, or the server has a word of its own for it.
    case unknown
  }

  /// Labels after relabelling, such as `job` and `instance`.
  package var labels: LabelSet
  /// What came of the latest scrape.
  package var health: Health
  /// Why the last scrape failed; `nil` where it did not.
  package var lastError: String?
  /// When it was last scraped; `nil` before the first time.
  package var lastScrape: Timestamp?
  /// How often it is scraped; `nil` where the server does not tell (before 2.29).
  package var scrapeInterval: Duration?
  /// What is scraped; `nil` where the server does not tell.
  package var scrapeURL: String?
  /// The most that a scrape may take; `nil` where the server does not tell.
  package var scrapeTimeout: Duration?
  /// How long the latest scrape took; `nil` where the server does not tell.
  package var scrapeDuration: Duration?
  /// The samples of the latest scrape; `nil` where only the metric `scrape_samples_scraped` tells.
  package var samples: Int?

  package init(
    labels: LabelSet,
    health: Health,
    lastError: String? = nil,
    lastScrape: Timestamp? = nil,
    scrapeInterval: Duration? = nil
  ) {
    self.labels = labels
    self.health = health
    self.lastError = lastError
    self.lastScrape = lastScrape
    self.scrapeInterval = scrapeInterval
  }
}
