import YAML

/// Judges the files of a stack: what they do on today's servers.
package struct FileChecks {
  private let folder: StackFolder
  private var outcome = CheckOutcome()

  /// Judges files.
  ///
  /// - Parameters:
  ///   - files: All files of a folder, in any order; what is nobody's here is left alone.
  ///   - wanted: How long data is to be kept.
  /// - Returns: Findings with file and line, what could not be read, and the files that are in order.
  package static func outcome(
    of files: [ConfigurationFile],
    wanted: WantedRetention
  ) -> CheckOutcome {
    FileChecks(files.sorted { $0.name < $1.name }, wanted).outcome
  }

  private init(_ files: [ConfigurationFile], _ wanted: WantedRetention) {
    var unread = CheckOutcome()
    let read = files.flatMap { Self.read($0, &unread) }
    folder = StackFolder(files: read, wanted: wanted)
    outcome = unread
    for file in read {
      let found = judged(file)
      outcome.add(found)
      guard found.findings.isEmpty else { continue }
      outcome.inOrder.append(Checked("files", at: file.name, "read as \(file.kind.words)"))
    }
  }

  private func judged(_ file: ReadFile) -> CheckOutcome {
    switch file.kind {
    case .prometheus: PrometheusFileChecks(file, in: folder).outcome
    case .rules, .kubernetesRules: RuleFileChecks(file, in: folder).outcome
    case .foreignRules(let language): Self.unread(file, language)
    case .alertmanager: AlertmanagerFileChecks(file, in: folder).outcome
    case .loki: LokiFileChecks(file, in: folder).outcome
    case .promtail, .alloy: ShippingFileChecks(file).outcome
    case .compose: ComposeFileChecks(file, in: folder).outcome
    case .dataSources: DataSourceChecks(file, in: folder).outcome
    case .grafana: GrafanaSettingChecks(file, in: folder).outcome
    }
  }

  private static func unread(_ file: ReadFile, _ language: String) -> CheckOutcome {
    var outcome = CheckOutcome()
    outcome.unchecked.append(
      Unchecked("rule-unreadable", at: file.name, because: "its expressions are \(language)")
    )
    return outcome
  }

  // MARK: - Reading

  /// A file, and those that it carries where it is a manifest; none for what is nobody's here.
  private static func read(_ file: ConfigurationFile, _ outcome: inout CheckOutcome) -> [ReadFile] {
    let name = file.name.lowercased()
    if name.hasSuffix(".alloy") { return [ReadFile(file: file, kind: .alloy, documents: [])] }
    if name.hasSuffix("grafana.ini") || name.hasSuffix("/custom.ini") {
      return [ReadFile(file: file, kind: .grafana, documents: [])]
    }
    guard [".yml", ".yaml", ".rules"].contains(where: name.hasSuffix) else { return [] }
    if let old = oldRules(file) {
      outcome.findings.append(old)
      return []
    }
    do throws(YAMLProblem) {
      let documents = try YAMLNode.parseAll(file.text)
      let own = FileKind(documents, name: file.name)
        .map { [ReadFile(file: file, kind: $0, documents: documents)] }
      return ManifestFiles.files(of: documents, in: file)
        .reduce(into: own ?? []) { $0 += read($1, &outcome) }
    } catch {
      report(error, file, &outcome)
      return []
    }
  }

  /// Rules as Prometheus 1 had them.
  ///
  /// - Source: <https://prometheus.io/docs/prometheus/2.55/migration/#alerting-rules-and-recording-rules>.
  private static func oldRules(_ file: ConfigurationFile) -> Finding? {
    let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let index = lines.firstIndex(where: { $0.hasPrefix("ALERT ") }),
      lines[index...].contains(where: { $0.drop(while: \.isWhitespace).hasPrefix("IF ") })
    else { return nil }
    return Finding(
      "rule-file-invalid",
      .critical,
      at: file.place(line: index + 1),
      "the rules are in the form of Prometheus 1, which is no YAML",
      why: "Prometheus 2 and later refuse the whole file, and every rule in it",
      remedy: "groups:\n  - name: api\n    rules:\n      - alert: Name\n        expr: up == 0"
    )
  }

  private static func report(
    _ problem: YAMLProblem,
    _ file: ConfigurationFile,
    _ outcome: inout CheckOutcome
  ) {
    let place = file.place(line: problem.place.line)
    let near = file.text.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix(problem.place.line).suffix(2)
    let isTemplate = near.contains { line in ["{{", "{%", "<%"].contains { line.contains($0) } }
    guard let kind = FileKind(name: file.name), !isTemplate else {
      outcome.unchecked.append(
        Unchecked(
          "file-invalid",
          at: place,
          because: isTemplate ? "it is a template: \(problem.reason)" : problem.reason
        )
      )
      return
    }
    outcome.findings.append(
      Finding(
        "file-invalid",
        .critical,
        at: place,
        problem.reason,
        why: "nothing of \(kind.words) is read: the server refuses the file",
        remedy: nil
      )
    )
  }
}
