import YAML

/// Judges what ships logs: Promtail's and Alloy's configuration.
struct ShippingFileChecks {
  private let file: ReadFile
  private(set) var outcome = CheckOutcome()

  init(_ file: ReadFile) {
    self.file = file
    if file.kind == .alloy {
      checkAlloy()
    } else {
      checkPromtail()
      outcome.add(InlineSecrets(of: file).outcome)
    }
  }

  /// Values that are mostly new with each line, or whose number nobody knows.
  ///
  /// - Source: <https://grafana.com/docs/loki/latest/get-started/labels/bp-labels/>.
  private static let unbounded: Set = [
    "trace_id", "traceid", "span_id", "spanid", "request_id", "requestid", "correlation_id",
    "correlationid", "session_id", "sessionid", "user_id", "userid", "user", "customer_id",
    "order_id", "uuid", "id", "ip", "client_ip", "clientip", "remote_addr", "remote_ip", "path",
    "url", "uri", "request_uri", "referer", "user_agent", "useragent", "email", "message", "msg",
    "timestamp", "time", "ts", "duration", "latency", "bytes", "query",
  ]

  private mutating func reportLabel(_ name: String, line: Int) {
    outcome.findings.append(
      Finding(
        "log-label-unbounded",
        .critical,
        at: file.place(YAMLPlace(line: line, column: 1)),
        "'\(name)' becomes a label, and has no bound on its values",
        why: "each value makes a stream of its own: Loki slows down and refuses lines",
        remedy: file.kind == .alloy
          ? "stage.structured_metadata {\n  values = { \(name) = \"\" }\n}"
          : "- structured_metadata:\n    \(name):"
      )
    )
  }

  // MARK: - Promtail

  private mutating func checkPromtail() {
    outcome.findings.append(
      Finding(
        "promtail-end-of-life",
        .warning,
        at: file.name,
        "Promtail is at the end of its life since 2 March 2026, and Loki comes without it since 3.8",
        why: "its faults and holes are mended no more",
        remedy: "alloy convert --source-format=promtail --output=config.alloy \(file.base)"
      )
    )
    for client in file.root["clients"]?.items ?? [] {
      if let node = client["url"], node.text?.hasSuffix("/api/prom/push") == true {
        reportOldPath(node)
      }
    }
    if let node = file.root.at("positions.filename"), node.text?.hasPrefix("/tmp/") == true {
      reportPositions(node)
    }
    for job in file.root["scrape_configs"]?.items ?? [] { checkJob(job) }
  }

  /// - Source: <https://grafana.com/docs/loki/latest/reference/loki-http-api/#deprecated-endpoints>.
  private mutating func reportOldPath(_ node: YAMLNode) {
    outcome.findings.append(
      Finding(
        "log-push-path-deprecated",
        .warning,
        at: file.place(node),
        "lines are sent to /api/prom/push, which is deprecated",
        why: "it knows no structured metadata, and goes away one day",
        remedy: "url: http://loki:3100/loki/api/v1/push"
      )
    )
  }

  private mutating func reportPositions(_ node: YAMLNode) {
    outcome.findings.append(
      Finding(
        "promtail-positions",
        .note,
        at: file.place(node),
        "how far files were read is kept below /tmp",
        why: "after a restart of the machine or container lines are sent twice or left out",
        remedy: "positions:\n  filename: /var/lib/promtail/positions.yml"
      )
    )
  }

  private mutating func checkJob(_ job: YAMLNode) {
    if let old = job.entries.first(where: { $0.key == "entry_parser" }) {
      reportMisread(
        old.place,
        "'entry_parser' was removed in Promtail 2.0",
        "pipeline_stages:\n  - docker: {}"
      )
    }
    for group in job["static_configs"]?.items ?? [] {
      if let entry = group.entries.first(where: { $0.key == "pipeline_stages" }) {
        reportMisread(
          entry.place,
          "'pipeline_stages' stands below 'static_configs', and belongs beside it",
          nil
        )
      }
      checkPath(group, job)
    }
    for stage in job["pipeline_stages"]?.items ?? [] { checkStage(stage) }
  }

  private mutating func reportMisread(_ place: YAMLPlace, _ what: String, _ remedy: String?) {
    outcome.findings.append(
      Finding(
        "promtail-invalid",
        .critical,
        at: file.place(place),
        what,
        why: "Promtail refuses the whole file",
        remedy: remedy
      )
    )
  }

  /// Files are found by the label `__path__` alone.
  private mutating func checkPath(_ group: YAMLNode, _ job: YAMLNode) {
    let others = [
      "journal", "syslog", "loki_push_api", "gcplog", "heroku_drain", "kafka", "windows_events",
    ]
    guard group.at("labels.__path__") == nil, others.allSatisfy({ job[$0] == nil }),
      !(job["relabel_configs"]?.items ?? []).contains(where: {
        $0["target_label"]?.text == "__path__"
      })
    else { return }
    outcome.findings.append(
      Finding(
        "promtail-no-path",
        .critical,
        at: file.place(group),
        "there is no label '__path__'",
        why: "no file is read",
        remedy: "labels:\n  __path__: /var/log/*.log"
      )
    )
  }

  /// Labels of a stage, also of those below `match`.
  private mutating func checkStage(_ stage: YAMLNode) {
    for entry in stage["labels"]?.entries ?? []
    where Self.unbounded.contains(entry.key.lowercased()) {
      reportLabel(entry.key, line: entry.place.line)
    }
    for inner in stage.at("match.stages")?.items ?? [] { checkStage(inner) }
  }

  // MARK: - Alloy

  /// Looks for the names in `stage.labels { values = { … } }`.
  private mutating func checkAlloy() {
    var isInLabels = false
    var depth = 0
    for (index, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated()
    {
      let code = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
      if code.contains("stage.labels"), code.contains("{") { (isInLabels, depth) = (true, 0) }
      guard isInLabels else { continue }
      for name in Self.names(in: code) where Self.unbounded.contains(name.lowercased()) {
        reportLabel(name, line: index + 1)
      }
      depth += code.count { $0 == "{" } - code.count { $0 == "}" }
      if depth <= 0 { isInLabels = false }
    }
  }

  /// The names before an equals sign.
  private static func names(in code: Substring) -> [String] {
    code.split { "{},".contains($0) }.compactMap { part in
      guard let sign = part.firstIndex(of: "=") else { return nil }
      return part[..<sign].filter { !$0.isWhitespace && $0 != "\"" }
    }
  }
}
