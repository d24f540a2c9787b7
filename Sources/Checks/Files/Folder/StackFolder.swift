import Telemetry
import YAML

/// All files of a stack that were read, and how they belong together.
struct StackFolder {
  let files: [ReadFile]
  /// How long data is to be kept.
  let wanted: WantedRetention

  /// The files of a kind.
  func all(_ kind: FileKind) -> [ReadFile] { files.filter { $0.kind == kind } }

  /// The services of all compose files.
  var services: [ComposeService] {
    all(.compose).flatMap { file in
      (file.root["services"]?.entries ?? []).map { ComposeService($0, in: file) }
    }
  }

  /// The configurations of Prometheus that load a rule file.
  func configurations(loading rules: ReadFile) -> [PrometheusSettings] {
    all(.prometheus).map(PrometheusSettings.init).filter { $0.loads(rules) }
  }
}

/// How long a stack is meant to keep its data.
package struct WantedRetention: Hashable, Sendable {
  /// Of Prometheus.
  package var metrics = Duration.seconds(30 * 86_400)
  /// Of Loki.
  package var logs = Duration.seconds(7 * 86_400)

  package init() {}
}

/// What other files have to know of a configuration of Prometheus.
struct PrometheusSettings {
  let file: ReadFile

  private var root: YAMLNode { file.root }

  /// One scrape job with its interval.
  struct Job {
    let node: YAMLNode
    let name: String
    /// `nil` where it is filled in by something else.
    let interval: Duration?
    /// `nil` where it is filled in by something else.
    let timeout: Duration?
  }

  /// How often targets are scraped where their jobs do not say; `nil` for a placeholder.
  ///
  /// - Source: <https://prometheus.io/docs/prometheus/latest/configuration/configuration/>: 1m.
  var scrapeInterval: Duration? { interval("global.scrape_interval") }

  /// How often rules are evaluated where their groups do not say; `nil` for a placeholder.
  var evaluationInterval: Duration? { interval("global.evaluation_interval") }

  private func interval(_ path: String) -> Duration? {
    guard let node = root.at(path), node.content != .nothing else { return .seconds(60) }
    return node.duration
  }

  /// The scrape jobs, in order.
  ///
  /// Without a timeout of its own a job has the global one, 10s without that either, and its interval
  /// where that is shorter.
  ///
  /// - Source: `ScrapeConfig.Validate` in `config/config.go` of Prometheus.
  var jobs: [Job] {
    (root["scrape_configs"]?.items ?? []).map { node in
      let interval = node["scrape_interval"].map(\.duration) ?? scrapeInterval
      let global = root.at("global.scrape_timeout").map(\.duration) ?? .seconds(10)
      let inherited = global.map { min($0, interval ?? $0) }
      return Job(
        node: node,
        name: node["job_name"]?.text ?? "",
        interval: interval,
        timeout: node["scrape_timeout"].map(\.duration) ?? inherited
      )
    }
  }

  /// The shortest time between two samples of a selector; `nil` where it is not known.
  func sampleInterval(ofJob name: String?) -> Duration? {
    let known = jobs.filter { name == nil || $0.name == name }
    let intervals = known.compactMap(\.interval)
    guard intervals.count == known.count, !known.isEmpty else {
      return known.isEmpty ? scrapeInterval : nil
    }
    return intervals.min()
  }

  /// The patterns of rule files with where they stand.
  var rulePatterns: [(node: YAMLNode, pattern: PathPattern)] {
    (root["rule_files"]?.items ?? []).compactMap { node in
      node.text.map { (node, PathPattern($0, in: file.folder)) }
    }
  }

  /// Whether it loads a rule file.
  func loads(_ rules: ReadFile) -> Bool {
    rulePatterns.contains { $0.pattern.matches(rules.name) }
  }
}
