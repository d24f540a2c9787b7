import Dashboard
import Screen
import Telemetry

/// The shop in its incident, as Prometheus and Alertmanager tell of it: alerts in every state, rules and
/// targets that fail, and silences.
enum TroubledShop {
  static let now = SimulatedShop.now

  static var settings: DashboardSettings {
    var settings = Desk.settings
    settings.servers = [.prometheus, .alertmanager]
    return settings
  }

  /// The same with leave to write.
  static var writable: DashboardSettings {
    var settings = settings
    settings.allowsWriting = true
    settings.author = "jane"
    return settings
  }

  static var shop: SimulatedShop {
    var shop = SimulatedShop(isIncident: true)
    shop.suppressed = [
      sent("SlowQueries", "warning", by: ["s-slow"]),
      sent("HighErrorRate", "critical"),
      sent("CartSlow", "warning", inhibitedBy: ["f-HighErrorRate"]),
    ]
    shop.silences = [
      silence("s-slow", [LabelMatcher("alertname", .equal, "SlowQueries")], .seconds(7000)),
      silence("s-old", [LabelMatcher("job", .matches, "legacy.*")], .seconds(90_000)),
      silence("s-next", [LabelMatcher("severity", .equal, "critical")], .seconds(9000), .pending),
    ]
    shop.otherTargets = targets
    return shop
  }

  /// A desk on which everything has been answered.
  static func desk(
    _ settings: DashboardSettings = settings,
    size: Size = Size(120, 36),
    keys: String = "6"
  ) -> Desk {
    var desk = Desk.settled(shop, settings, size: size)
    desk.press(keys)
    settle(&desk)
    return desk
  }

  /// Answers what is asked now.
  static func settle(_ desk: inout Desk) {
    desk.answer()
    desk.answer("rules", .rules(rules))
    desk.answer()
    desk.answer("rules", .rules(rules))
  }

  static let expression =
    #"sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.05"#

  static var rules: [AlertRule] {
    [
      rule("HighErrorRate", "critical", 60, expression),
      rule("SlowQueries", "warning", 300, "db_p95 > 0.5"),
      rule("HighLatency", "warning", 600, "p95 > 1 and on() traffic > 10"),
      rule("Broken", "warning", 0, "a / b > 1", error: "many-to-many matching not allowed"),
    ]
  }

  static func rule(
    _ name: String,
    _ severity: String,
    _ seconds: Int,
    _ expression: String,
    error: String? = nil
  ) -> AlertRule {
    var rule = AlertRule(
      name: name,
      group: name == "Broken" ? "misc" : "shop",
      expression: expression,
      holdFor: .seconds(seconds),
      labels: LabelSet(["severity": severity]),
      health: error == nil ? .ok : .failing,
      lastError: error
    )
    rule.lastEvaluation = now - .seconds(name == "SlowQueries" ? 200 : 7)
    rule.evaluationTime = .milliseconds(name == "HighLatency" ? 9000 : 3)
    rule.groupTime = .milliseconds(9100)
    rule.interval = .seconds(15)
    return rule
  }

  private static func sent(
    _ name: String,
    _ severity: String,
    by silences: [String] = [],
    inhibitedBy others: [String] = []
  ) -> Alert {
    let isQuiet = !silences.isEmpty || !others.isEmpty
    var alert = SimulatedShop.alert(
      name,
      severity,
      isQuiet
        ? .suppressed(silenced: !silences.isEmpty, inhibited: !others.isEmpty) : .firing,
      now - .seconds(132),
      "cart answers in 3 s"
    )
    alert.labels = LabelSet(alert.labels.labels + [.init(name: "cluster", value: "eu")])
    alert.fingerprint = "f-\(name)"
    alert.silencedBy = silences
    alert.inhibitedBy = others
    return alert
  }

  private static func silence(
    _ id: String,
    _ matchers: [LabelMatcher],
    _ left: Duration,
    _ state: AlertSilence.State = .active
  ) -> AlertSilence {
    let content = SilenceContent(
      matchers,
      from: state == .pending ? now + .seconds(1800) : now - .seconds(600),
      to: now + left,
      author: "oncall",
      comment: "known, ticket 4711"
    )
    return AlertSilence(id, content, state)
  }

  private static var targets: [ScrapeTarget] {
    [("backend", "shop-1:8000"), ("backend", "shop-2:8000"), ("redis", "redis:9121")].map {
      job,
      instance in
      let isDown = job == "redis"
      var target = ScrapeTarget(
        labels: LabelSet(["job": job, "instance": instance, "zone": "a"]),
        health: isDown ? .down : .up,
        lastError: isDown
          ? "Get \"http://redis:9121/metrics\": dial tcp 10.0.0.7:9121: connect: connection refused"
          : nil,
        lastScrape: now - .seconds(3),
        scrapeInterval: .seconds(5)
      )
      target.scrapeDuration = .milliseconds(isDown ? 1 : instance == "shop-2:8000" ? 4100 : 12)
      return target
    }
  }
}
