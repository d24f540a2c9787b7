import Telemetry
import YAML

/// Judges the flags that a compose file starts Prometheus with.
///
/// - Source: <https://prometheus.io/docs/prometheus/latest/migration/#flags>, and Prometheus'
///   CHANGELOG for 3.0.0 and 3.9.0.
struct PrometheusFlagChecks {
  private let service: ComposeService
  private let folder: StackFolder
  private(set) var outcome = CheckOutcome()

  init(_ service: ComposeService, in folder: StackFolder) {
    self.service = service
    self.folder = folder
    checkRemoved()
    checkFeatures()
    checkRetention()
    checkAdministration()
  }

  private mutating func checkRemoved() {
    let removed = [
      ("storage.tsdb.retention", "--storage.tsdb.retention.time="),
      ("storage.tsdb.allow-overlapping-blocks", nil), ("alertmanager.timeout", nil),
    ]
    for (flag, instead) in removed {
      guard let argument = service.argument(flag) else { continue }
      outcome.findings.append(
        Finding(
          "prometheus-removed-flag",
          .critical,
          at: service.file.place(argument.place),
          "--\(flag) is gone since Prometheus 3.0",
          why: "Prometheus 3 does not start",
          remedy: instead.map { $0 + argument.text }
        )
      )
    }
  }

  /// Features that became the way it is, or flags of their own.
  private static let flags = [
    "agent": "--agent", "remote-write-receiver": "--web.enable-remote-write-receiver",
    "otlp-write-receiver": "--web.enable-otlp-receiver",
  ]
  private static let always: Set = [
    "promql-at-modifier", "promql-negative-offset", "new-service-discovery-manager",
    "expand-external-labels", "no-default-scrape-port", "auto-gomemlimit", "auto-gomaxprocs",
    "utf8-name", "native-histograms",
  ]

  private mutating func checkFeatures() {
    guard let argument = service.argument("enable-feature") else { return }
    for feature in argument.text.split(separator: ",").map(String.init) {
      if let flag = Self.flags[feature] {
        outcome.findings.append(
          Finding(
            "prometheus-removed-feature",
            .critical,
            at: service.file.place(argument.place),
            "--enable-feature=\(feature) does nothing since Prometheus 3.0",
            why: "it starts with a warning in its log, and without what was asked for",
            remedy: flag
          )
        )
      } else if Self.always.contains(feature) {
        outcome.findings.append(
          Finding(
            "prometheus-removed-feature",
            .note,
            at: service.file.place(argument.place),
            "--enable-feature=\(feature) does nothing any more"
              + (feature == "native-histograms"
                ? " since Prometheus 3.9" : " since Prometheus 3.0"),
            why: "it warns at each start",
            remedy: feature == "native-histograms"
              ? "global:\n  scrape_native_histograms: true" : nil
          )
        )
      }
    }
  }

  /// - Source: <https://prometheus.io/docs/prometheus/latest/storage/>: 15 days where nobody says.
  private mutating func checkRetention() {
    let inFile = folder.all(.prometheus).lazy.compactMap { $0.root.at("storage.tsdb.retention") }
      .first
    let flag = service.argument("storage.tsdb.retention.time")
    guard service.argument("storage.tsdb.retention.size") == nil, inFile?["size"] == nil,
      service.argument("agent") == nil, service.argument("storage.tsdb.retention") == nil
    else { return }
    let text = flag?.text ?? inFile?["time"]?.text
    if let text, SettingText.isPlaceholder(text) { return }
    guard let time = text.map({ Duration(prometheusText: $0) }) ?? .seconds(15 * 86_400),
      time < folder.wanted.metrics
    else { return }
    let wanted = folder.wanted.metrics.prometheusText
    outcome.findings.append(
      Finding(
        "retention-short",
        text == nil ? .note : .warning,
        at: service.file.place(flag?.place ?? service.node.place),
        "metrics are kept \(time.prometheusText)\(text == nil ? ", the default" : ""), and "
          + "\(wanted) are wanted",
        why: "an error budget of a month cannot be computed, nor last month looked up",
        remedy: "--storage.tsdb.retention.time=\(wanted)"
      )
    )
  }

  private mutating func checkAdministration() {
    guard service.openPorts.contains(where: { $0.isOpen == true }) else { return }
    for (flag, what) in [
      ("web.enable-admin-api", "delete series"), ("web.enable-lifecycle", "stop the server"),
    ] {
      guard let argument = service.argument(flag), !SettingText.isOff(argument.text) else {
        continue
      }
      outcome.findings.append(
        Finding(
          "prometheus-open-administration",
          .critical,
          at: service.file.place(argument.place),
          "--\(flag) is on, and the port is open on all interfaces",
          why: "whoever reaches it can \(what)",
          remedy: "ports: [\"127.0.0.1:9090:9090\"]"
        )
      )
    }
  }
}
