import Stack
import Testing
import YAML

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
    let plan = try plan([
      "My \"Shop\"/é=http://shop:1", "---=http://shop:2", "my  shop=http://shop:3",
    ]) {
      $0.hasKubernetes = true
    }
    let monitors = try text("kubernetes/monitors.yml", plan)
    for name in ["my--shop", "service", "my--shop-2"] {
      #expect(monitors.contains("\n  name: \(name)\n"), "\(name)")
    }
    // The rules know the service by the name that was given.
    #expect(monitors.contains(#"replacement: "My \"Shop\"/é""#))
  }

  static let awkward = [
    "plain", #"a "b" \c"#, "yes", "1", "~", "a: b # c", "- a", "{a}", "[a]", "&a *b !c", "%", "a'b",
    "@", "`", "$1 ${a}", "日本 é", "a=b", "|", ">", "?", "a,b", "null", "\u{301}",
  ]

  @Test(arguments: awkward) func everyYAMLFileIsReadAsItWasMeant(_ name: String) throws {
    let plan = try plan(["\(name)=http://shop:1", "p\(name)=otlp"]) {
      ($0.hasPython, $0.hasNode, $0.hasKubernetes) = (true, true, true)
    }
    for file in plan.files where file.name.hasSuffix(".yml") {
      for document in file.text.split(separator: "\n---\n") {
        #expect(throws: Never.self, "\(file.name)") { try YAMLNode.parse(String(document)) }
      }
    }
    let jobs = try YAMLNode.parse(try text("prometheus/prometheus.yml", plan))["scrape_configs"]
    guard case .sequence(let jobs) = jobs?.content, let first = jobs.first else {
      Issue.record("no jobs")
      return
    }
    #expect(first["job_name"]?.content == .scalar(name))
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
