import LocalSource
import PromQL
import Signals
import Stack
import Telemetry
import Testing

/// The files of plans.
@Suite struct StackPlanTests {
  private func plan(
    _ services: [String] = [],
    _ change: (inout StackPlan) -> Void = { _ in }
  ) throws -> StackPlan {
    var plan = try StackPlan(services: services, version: "0.1.0")
    change(&plan)
    return plan
  }

  private func text(_ name: String, _ plan: StackPlan) throws -> String {
    try #require(plan.files.first { $0.name == name }?.text, "no \(name)")
  }

  @Test func namesOfFilesAreUniqueAndBelowTheFolder() throws {
    let plan = try plan {
      ($0.hasPython, $0.hasNode, $0.hasKubernetes) = (true, true, true)
    }
    let names = plan.files.map(\.name)
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(!name.hasPrefix("/") && !name.contains(".."), "\(name)")
    }
  }

  @Test func whatIsLeftOutIsNowhere() throws {
    let plan = try plan {
      $0.logs = .none
      ($0.hasPostgres, $0.hasRedis) = (false, false)
    }
    for file in plan.files where !file.name.hasPrefix("runbooks/") {
      for word in ["loki", "alloy", "promtail", "postgres-exporter", "redis-exporter", "pg_up"] {
        #expect(!file.text.lowercased().contains(word), "\(file.name) names \(word)")
      }
    }
  }

  @Test func noFileHoldsASecret() throws {
    for file in try plan().files {
      for line in file.text.split(separator: "\n") where line.contains("password") {
        #expect(
          !line.contains(/password: *[^\s]/) && !line.contains(/PASSWORD: *[^\s]/),
          "\(file.name): \(line)"
        )
      }
    }
  }

  @Test func theReceiverOfOTLPIsOpenOnlyWhereSomethingPushes() throws {
    let scraped = try plan(["shop=http://shop:1"])
    #expect(try !text("compose.yml", scraped).contains("otlp-receiver"))
    #expect(try !text("prometheus/prometheus.yml", scraped).contains("out_of_order"))
    let pushed = try plan(["shop=http://shop:1", "worker=otlp"])
    #expect(try text("compose.yml", pushed).contains("    - --web.enable-otlp-receiver\n"))
    let prometheus = try text("prometheus/prometheus.yml", pushed)
    #expect(prometheus.contains("out_of_order_time_window: 30m"))
    #expect(!prometheus.contains("worker"))
  }

  @Test func theComposeFileHasNoVersionAndNoImageWithoutTag() throws {
    let compose = try text("compose.yml", try plan())
    #expect(!compose.contains(/(?m)^version:/))
    for match in compose.matches(of: /image: (\S+)/) {
      let tag = match.output.1.split(separator: ":").dropFirst().first ?? ""
      #expect(tag.contains(/^v?\d+\.\d+\.\d+$/), "\(match.output.1)")
    }
    for match in compose.matches(of: /ports: \[(.*)\]/) {
      for port in match.output.1.split(separator: ",") {
        #expect(port.contains("127.0.0.1:"), "\(port) is open to others")
      }
    }
  }

  @Test func everyAlertHasSeverityRunbookAndCase() throws {
    let plan = try plan(["shop=http://shop:1", "worker=otlp"]) { $0.runbooks = "https://r/b" }
    let book = try RuleBook(reading: plan)
    let cases = try text("prometheus/tests/goldtop.test.yml", plan)
    let names = book.alerts.map(\.name)
    for name in [
      "ServiceDown", "HighErrorRate", "HighLatency", "LowCacheHitRate", "SlowQueries",
      "HighDailyCost",
    ] {
      #expect(names.contains(name))
    }
    for alert in book.alerts {
      #expect(["critical", "warning"].contains(alert.severity))
      #expect(alert.runbook == "https://r/b/\(alert.name).md")
      #expect(plan.files.contains { $0.name == "runbooks/\(alert.name).md" })
      #expect(cases.contains("alertname: \(alert.name)\n"), "no case for \(alert.name)")
    }
  }

  @Test func namesOfKubernetesAreMadeOfAnyName() throws {
    let plan = try plan(["My \"Shop\"/é=http://shop:1", "---=http://shop:2"]) {
      $0.hasKubernetes = true
    }
    let monitors = try text("kubernetes/monitors.yml", plan)
    #expect(monitors.contains("\n  name: my--shop\n"))
    #expect(monitors.contains("\n  name: service\n"))
  }
}

/// The rules of a plan, by their lines.
private struct RuleBook {
  struct Alert {
    let name: String
    let severity: String
    let runbook: String
  }

  let alerts: [Alert]

  init(reading plan: StackPlan) throws {
    let rules = try #require(plan.files.first { $0.name.hasSuffix("goldtop.rules.yml") }).text
    let parts = rules.split(separator: "- alert: ").dropFirst()
    alerts = parts.map { part in
      func value(_ key: String) -> String {
        let line = part.split(separator: "\n").first { $0.contains("\(key): ") } ?? ""
        return String(line.split(separator: " ").last ?? "").filter { $0 != "\"" }
      }
      let name = part.prefix { $0 != "\n" }
      return Alert(name: String(name), severity: value("severity"), runbook: value("runbook_url"))
    }
  }
}
