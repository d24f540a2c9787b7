import TestSupport
import Testing

/// `goldtop check` on real servers: a sound stack, and one fault at a time.
@Suite(.serialized) struct CheckTests {
  /// A fault in the stack, found by the name of its check.
  struct Fault: Sendable, CustomTestStringConvertible {
    let check: String
    let testDescription: String
    /// What is changed in the stack.
    let plant: @Sendable (inout CheckedStack) -> Void

    init(
      _ check: String,
      _ words: String,
      _ plant: @escaping @Sendable (inout CheckedStack) -> Void
    ) {
      (self.check, testDescription, self.plant) = (check, "\(check): \(words)", plant)
    }

    /// A rule whose expression is at fault.
    static func rule(_ expression: String, _ words: String) -> Fault {
      Fault("alert-never-fires", words) { $0.rule[0] = "expr: \(expression)" }
    }
  }

  @Test func aSoundStackHasNoFinding() async throws {
    try await HookedAlertmanager.run(answering: 200) { port, url in
      var stack = CheckedStack()
      stack.alertmanagers = [port]
      stack.arguments = ["--alertmanager", url]
      // Targets, rules and services are there after their first scrapes.
      let report = try await stack.report { report in
        report.names.isEmpty && report.inOrder.contains { $0.check == "latency-buckets" }
      }
      #expect(!report.failed)
      let checked = Set(report.inOrder.map(\.check))
      for name in [
        "target-down", "scrape-slow", "rules-loaded", "rule-failing", "alert-never-fires",
        "alertmanager-connected", "alertmanager-cluster", "clock-skew", "metrics-retention",
        "label-explodes", "metric-explodes", "wal-corrupt", "notifications-lost", "server-memory",
        "notifications-failed", "service-signals", "route-null", "alert-reaches-nobody",
      ] {
        #expect(checked.contains(name), "\(name) was not checked")
      }
      for item in report.unchecked { #expect(item.reason?.isEmpty == false) }
    }
  }

  @Test func alertsWhoseRouteEndsNowhereAreFound() async throws {
    let alertmanager = try await RealAlertmanager()
    var stack = CheckedStack()
    stack.alertmanagers = [alertmanager.port]
    stack.arguments = ["--alertmanager", alertmanager.url]
    let report = try await stack.report { $0.names.contains("alert-reaches-nobody") }
    #expect(report.names.contains("route-null"))
  }

  static let faults = [
    Fault("rules-loaded", "no rules") { $0.rules = "groups: []\n" },
    Fault("rule-failing", "labels that do not pair") {
      $0.rule[0] = "expr: up * on () up > 0"
    },
    .rule("no_such_metric > 1", "a metric that nobody has"),
    .rule("up{job=\"nobody\"} == 0", "a job that nobody has"),
    .rule("up > 1", "a value that it never has"),
    .rule("rate(prometheus_http_requests_total[1s]) > 1e9", "a range of one sample"),
    Fault("alert-for-below-interval", "for of less than an evaluation") {
      $0.rule[1] = "for: 100ms"
    },
    Fault("alert-without-severity", "no severity") { $0.rule[2] = "labels: {team: shop}" },
    Fault("alert-without-runbook", "no runbook") { $0.rule[3] = "annotations: {summary: down}" },
    Fault("metrics-retention", "15 days") { $0.flags = ["--storage.tsdb.retention.time=15d"] },
    Fault("target-down", "no targets") { $0.hasJobs = false },
    Fault("config-reload", "a configuration that is none") { $0.breaksReload = true },
    Fault("admin-api", "its flag") {
      $0.flags.append("--web.enable-admin-api")
      $0.arguments = ["--production"]
    },
    Fault("lifecycle-api", "its flag") {
      $0.flags.append("--web.enable-lifecycle")
      $0.arguments = ["--production"]
    },
    Fault("auth-missing", "no credentials") { $0.arguments = ["--production"] },
    Fault("version-unsupported", "Debian's 2.42") { $0.arguments = ["--production"] },
  ]

  @Test(arguments: faults) func aFaultIsFoundByName(_ fault: Fault) async throws {
    var stack = CheckedStack()
    fault.plant(&stack)
    let report = try await stack.report { $0.names.contains(fault.check) }
    #expect(report.failed)
    #expect(report.unchecked.allSatisfy { $0.reason?.isEmpty == false })
  }

  @Test func withoutAnAlertmanagerNobodyIsTold() async throws {
    let report = try await CheckedStack().report { $0.names.contains("alertmanager-connected") }
    #expect(report.failed)
  }

  @Test func alertsThatReachNobodyAreCounted() async throws {
    let closed = try Loopback.ClosedPort()
    var stack = CheckedStack()
    stack.rule[0] = "expr: vector(1)"
    stack.rule[1] = "for: 0s"
    stack.alertmanagers = [closed.number]
    _ = try await stack.report { $0.names.contains("notifications-lost") }
  }

  @Test func alertmanagersThatDoNotKnowEachOtherAreFound() async throws {
    let (one, other) = (try await RealAlertmanager(), try await RealAlertmanager())
    var stack = CheckedStack()
    stack.alertmanagers = [one.port, other.port]
    stack.arguments = ["--alertmanager", one.url]
    _ = try await stack.report { $0.names.contains("alertmanager-cluster") }
  }

  @Test func aTargetThatIsDownIsNamed() async throws {
    let closed = try Loopback.ClosedPort()
    var stack = CheckedStack()
    stack.jobs = [("redis", closed.number, "")]
    // Before it has loaded its jobs, it has no targets at all.
    @Sendable func isOfRedis(_ item: CheckedStack.Report.Item) -> Bool {
      item.check == "target-down" && item.place.contains("redis")
    }
    let report = try await stack.report { $0.findings.contains(where: isOfRedis) }
    let finding = try #require(report.findings.first(where: isOfRedis))
    #expect(finding.what?.contains("connection refused") == true)
  }

  /// Expositions that do harm, each with the check that finds it and what the job is told.
  static let expositions: [(check: String, settings: String, text: String)] = [
    // Of 1970, in milliseconds.
    ("samples-rejected", "", "a 1 1000\n"),
    ("scrape-limit", "sample_limit: 1", "a 1\nb 1\n"),
    (
      "metric-explodes", "",
      (0..<10_050).map { "requests_total{user_id=\"\($0)\"} 1\n" }.joined()
    ),
    (
      "label-explodes", "",
      (0..<10_050).map { "requests_total{user_id=\"\($0)\"} 1\n" }.joined()
    ),
    (
      "latency-buckets", "",
      """
      # TYPE http_request_duration_seconds histogram
      http_request_duration_seconds_bucket{method="GET",status="200",endpoint="/",le="0.1"} 5
      http_request_duration_seconds_bucket{method="GET",status="200",endpoint="/",le="10"} 6
      http_request_duration_seconds_bucket{method="GET",status="200",endpoint="/",le="+Inf"} 6
      http_request_duration_seconds_count{method="GET",status="200",endpoint="/"} 6
      http_request_duration_seconds_sum{method="GET",status="200",endpoint="/"} 3
      # TYPE http_requests_total counter
      http_requests_total{method="GET",status="200",endpoint="/"} 6

      """
    ),
  ]

  @Test(arguments: expositions.indices)
  func anExpositionThatDoesHarmIsFound(_ index: Int) async throws {
    let (check, settings, text) = Self.expositions[index]
    try await FakeServer.run(handler: { _ in .text(text) }) { server in
      var stack = CheckedStack()
      stack.jobs = [("harm", server.port, settings)]
      let report = try await stack.report { $0.names.contains(check) }
      if check == "metric-explodes" {
        let finding = report.findings.first { $0.check == check }
        #expect(finding?.what?.contains("user_id with 10050 values") == true)
      }
    }
  }
}
