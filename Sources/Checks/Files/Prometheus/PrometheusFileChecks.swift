import Telemetry
import YAML

/// Judges a configuration of Prometheus.
///
/// - Source: <https://prometheus.io/docs/prometheus/latest/configuration/configuration/>,
///   `config/config.go` of Prometheus for what it refuses, and
///   <https://prometheus.io/docs/prometheus/latest/migration/> for what 3.0 has changed.
struct PrometheusFileChecks {
  private let file: ReadFile
  private let folder: StackFolder
  private let settings: PrometheusSettings
  private(set) var outcome = CheckOutcome()

  init(_ file: ReadFile, in folder: StackFolder) {
    self.file = file
    self.folder = folder
    settings = PrometheusSettings(file: file)
    checkGlobal()
    checkJobs()
    checkRuleFiles()
    checkAlerting()
    outcome.add(InlineSecrets(of: file).outcome)
  }

  // MARK: - Scraping

  private mutating func checkGlobal() {
    for key in ["scrape_interval", "scrape_timeout", "evaluation_interval"] {
      if let node = file.root.at("global.\(key)") { checkDuration(node, key) }
    }
    guard let timeout = file.root.at("global.scrape_timeout"), let limit = timeout.duration,
      let interval = settings.scrapeInterval, limit > interval
    else { return }
    reportTimeout(timeout, limit, interval, of: "all jobs")
  }

  private mutating func checkDuration(_ node: YAMLNode, _ key: String) {
    if node.isPlaceholder {
      outcome.unchecked.append(
        Unchecked(
          "prometheus-scrape-timeout",
          at: file.place(node),
          because: "'\(key)' is filled in by something else"
        )
      )
    } else if let text = node.text, node.duration == nil {
      outcome.findings.append(
        Finding(
          "prometheus-not-a-duration",
          .critical,
          at: file.place(node),
          "'\(key): \(text)' is not a duration",
          why: "Prometheus refuses the whole file",
          remedy: "\(key): 15s"
        )
      )
    }
  }

  private mutating func reportTimeout(
    _ node: YAMLNode,
    _ timeout: Duration,
    _ interval: Duration,
    of job: String
  ) {
    outcome.findings.append(
      Finding(
        "prometheus-scrape-timeout",
        .critical,
        at: file.place(node),
        "scrape_timeout \(timeout.prometheusText) of \(job) is longer than its scrape_interval "
          + interval.prometheusText,
        why: "Prometheus refuses the whole file",
        remedy: "scrape_timeout: \(interval.prometheusText)"
      )
    )
  }

  private mutating func checkJobs() {
    var names: Set<String> = []
    for job in settings.jobs {
      checkName(job, &names)
      for key in ["scrape_interval", "scrape_timeout"] {
        if let node = job.node[key] { checkDuration(node, key) }
      }
      if let node = job.node["scrape_timeout"], let timeout = job.timeout,
        let interval = job.interval, timeout > interval
      {
        reportTimeout(node, timeout, interval, of: "job '\(job.name)'")
      }
      checkStaleness(job)
      checkTargets(job.node)
    }
    for (node, scope) in settings.jobs.map({ ($0.node, "a job") })
      + (file.root["global"].map { [($0, "global")] } ?? [])
    {
      checkRenamed(node, scope)
    }
  }

  private mutating func checkName(_ job: PrometheusSettings.Job, _ names: inout Set<String>) {
    guard job.name.isEmpty || !names.insert(job.name).inserted else { return }
    outcome.findings.append(
      Finding(
        "prometheus-job-name",
        .critical,
        at: file.place(job.node),
        job.name.isEmpty
          ? "a scrape job has no job_name" : "the job_name '\(job.name)' is used twice",
        why: "Prometheus refuses the whole file",
        remedy: "job_name: \(job.name.isEmpty ? "api" : job.name + "-2")"
      )
    )
  }

  /// - Source: <https://prometheus.io/docs/prometheus/latest/querying/basics/#staleness>: 5 minutes.
  private mutating func checkStaleness(_ job: PrometheusSettings.Job) {
    guard let interval = job.interval, interval >= .seconds(300) else { return }
    outcome.findings.append(
      Finding(
        "prometheus-scrape-gaps",
        .warning,
        at: file.place(job.node["scrape_interval"] ?? job.node),
        "job '\(job.name)' is scraped every \(interval.prometheusText), and a sample is forgotten "
          + "after 5m",
        why: "its series come and go, and alerts on them with them",
        remedy: "scrape_interval: 2m"
      )
    )
  }

  /// The option was renamed in 3.0.
  private mutating func checkRenamed(_ node: YAMLNode, _ scope: String) {
    let old = "scrape_classic_histograms"
    guard let entry = node.entries.first(where: { $0.key == old }) else { return }
    outcome.findings.append(
      Finding(
        "prometheus-removed-field",
        .critical,
        at: file.place(entry.place),
        "'\(old)' in \(scope) was renamed in Prometheus 3.0",
        why: "Prometheus 3 refuses the whole file",
        remedy: "always_\(old): \(entry.value.text ?? "true")"
      )
    )
  }

  private mutating func checkTargets(_ job: YAMLNode) {
    // What is scraped is another address: that of a prober.
    let isReplaced = (job["relabel_configs"]?.items ?? []).contains {
      $0["target_label"]?.text == "__address__" || $0["target_label"]?.isPlaceholder == true
    }
    guard !isReplaced else { return }
    for group in job["static_configs"]?.items ?? [] {
      for target in group["targets"]?.items ?? [] { checkTarget(target) }
    }
  }

  /// - Source: `CheckTargetAddress` in `config/config.go`, and the migration guide: 3.0 adds no ports.
  private mutating func checkTarget(_ node: YAMLNode) {
    guard let text = node.text, !node.isPlaceholder else { return }
    if text.contains("/") {
      let bare = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]
      outcome.findings.append(
        Finding(
          "prometheus-target-not-an-address",
          .critical,
          at: file.place(node),
          "the target '\(text)' is a URL and not host:port",
          why: "Prometheus refuses the whole file",
          remedy:
            "targets: [\"\(bare.prefix { $0 != "/" })\"]  # with scheme and metrics_path beside it"
        )
      )
    } else if !text.hasSuffix("]"), !text.drop(while: { $0 != "]" }).dropFirst().contains(":"),
      !text.contains(":") || text.hasPrefix("[")
    {
      outcome.findings.append(
        Finding(
          "prometheus-target-without-port",
          .note,
          at: file.place(node),
          "the target '\(text)' has no port, and Prometheus adds none since 3.0",
          why: "its label 'instance' changes with the upgrade, and so do all its series",
          remedy: "targets: [\"\(text):80\"]"
        )
      )
    }
  }

  // MARK: - Rules and alerts

  private mutating func checkRuleFiles() {
    for (node, pattern) in settings.rulePatterns where !node.isPlaceholder {
      guard !folder.files.contains(where: { pattern.matches($0.name) }) else { continue }
      if pattern.isAbsolute {
        outcome.unchecked.append(
          Unchecked(
            "prometheus-rule-files",
            at: file.place(node),
            because: "'\(node.text ?? "")' is not in the folder"
          )
        )
      } else {
        outcome.findings.append(
          Finding(
            "prometheus-rule-files",
            .warning,
            at: file.place(node),
            "'\(node.text ?? "")' matches no file in the folder",
            why: "Prometheus starts without a word, and none of the rules exists",
            remedy: folder.all(.rules).first { $0.name.hasPrefix(file.folder) }
              .map { "rule_files:\n  - \(file.relative($0.name))" }
          )
        )
      }
    }
  }

  private mutating func checkAlerting() {
    let managers = file.root.at("alerting.alertmanagers")?.items ?? []
    let alerts = folder.all(.rules).filter { settings.loads($0) && RuleFileText($0).hasAlerts }
    if managers.isEmpty, !alerts.isEmpty || !settings.rulePatterns.isEmpty {
      outcome.findings.append(
        Finding(
          "prometheus-no-alertmanager",
          alerts.isEmpty ? .warning : .critical,
          at: file.name,
          "rules are loaded, and 'alerting.alertmanagers' names nobody to tell",
          why: "alerts fire, and nobody is told",
          remedy: """
            alerting:
              alertmanagers:
                - static_configs:
                    - targets: ["alertmanager:9093"]
            """
        )
      )
    }
    for manager in managers {
      checkVersion(manager)
      for group in manager["static_configs"]?.items ?? [] {
        for target in group["targets"]?.items ?? [] { checkReach(target) }
      }
    }
  }

  /// - Source: the migration guide; Alertmanager has no v1 since 0.27 (its CHANGELOG).
  private mutating func checkVersion(_ manager: YAMLNode) {
    guard let version = manager["api_version"], version.text == "v1" else { return }
    outcome.findings.append(
      Finding(
        "prometheus-alertmanager-v1",
        .critical,
        at: file.place(version),
        "'api_version: v1' is gone from Prometheus 3.0 and Alertmanager 0.27",
        why: "Prometheus 3 refuses the whole file, and Alertmanager answers 410",
        remedy: "api_version: v2"
      )
    )
  }

  /// In a container `localhost` is the container, and names are those of the compose file.
  private mutating func checkReach(_ target: YAMLNode) {
    let services = folder.services
    guard let text = target.text, !target.isPlaceholder,
      let own = services.first(where: { $0.server == .prometheus }), own.isOnOwnNetwork
    else { return }
    let host = String(text.prefix { $0 != ":" })
    let isItself = ["localhost", "127.0.0.1"].contains(host)
    let isForeign = host.contains(".") || services.contains { $0.answers(to: host) }
    guard isItself || !isForeign && host != "host-gateway" else { return }
    outcome.findings.append(
      Finding(
        "prometheus-alertmanager-unreachable",
        .critical,
        at: file.place(target),
        isItself
          ? "'\(text)' is the container of Prometheus itself"
          : "no service of the compose file is called '\(host)'",
        why: "alerts fire, and nobody is told",
        remedy: services.first { $0.server == .alertmanager }.map {
          "targets: [\"\($0.name):9093\"]"
        }
      )
    )
  }
}
