package import Signals

/// A monitoring stack as it is asked for; its files follow from it alone.
package struct StackPlan: Hashable, Sendable {
  /// How logs reach Loki.
  package enum LogShipping: String, Hashable, Sendable, Codable {
    /// By Alloy.
    case alloy
    /// By Promtail, which gets no new releases.
    case promtail
    /// Not at all, and there is no Loki.
    case none
  }

  /// The version of goldtop that writes the files.
  package let version: String
  /// The services that are watched.
  package var services: [StackService] = []
  /// Whether the services are the examples of this stack, which the compose file builds and starts.
  package var hasExamples = false
  /// Whether there is instrumentation for FastAPI.
  package var hasPython = false
  /// Whether there is instrumentation for Express.
  package var hasNode = false
  /// How logs reach Loki.
  package var logs = LogShipping.alloy
  /// Whether there are manifests for Kubernetes.
  package var hasKubernetes = false
  /// Whether PostgreSQL is watched.
  package var hasPostgres = true
  /// Whether Redis is watched.
  package var hasRedis = true
  /// Where runbooks are read, without a slash at the end: a URL, or the folder of the stack.
  package var runbooks = "runbooks"
  /// Bounds of alerts and of the dashboard.
  package var thresholds = SignalThresholds()

  /// The names of jobs that the stack has itself.
  package static let ownJobs: Set<String> = [
    "prometheus", "alertmanager", "loki", "alloy", "promtail", "grafana", "tempo", "postgres",
    "redis",
  ]

  /// The job of FastAPI where no services are named.
  static let backend = "backend"
  /// The job of Express where no services are named.
  static let frontend = "frontend"

  /// Makes a plan.
  ///
  /// - Parameters:
  ///   - texts: What `--service` was given, in order; without any, a backend and a frontend, or the
  ///     one of the two for which instrumentation is asked.
  ///   - hasPython: Whether there is instrumentation for FastAPI.
  ///   - hasNode: Whether there is instrumentation for Express.
  ///   - version: The version of goldtop.
  /// - Throws: `StackProblem` that says what is wrong with a service.
  package init(
    services texts: [String],
    hasPython: Bool = false,
    hasNode: Bool = false,
    version: String
  ) throws(StackProblem) {
    self.version = version
    (self.hasPython, self.hasNode) = (hasPython, hasNode)
    hasExamples = texts.isEmpty
    let backend = "\(Self.backend)=http://backend:8000"
    let frontend = "\(Self.frontend)=http://frontend:3000"
    let examples =
      hasPython == hasNode ? [backend, frontend] : hasPython ? [backend] : [frontend]
    services = try StackService.services(
      texts.isEmpty ? examples : texts,
      reserved: Self.ownJobs
    )
  }

  /// The services that are scraped.
  var scraped: [StackService] { services.filter { !$0.isPushing } }

  /// The services that push.
  var pushed: [StackService] { services.filter(\.isPushing) }

  /// The jobs of exporters.
  var exporters: [String] {
    (hasPostgres ? ["postgres"] : []) + (hasRedis ? ["redis"] : [])
  }

  /// All files of the stack, in the order in which they are written.
  package var files: [StackFile] {
    var files = [
      StackReadme(plan: self).file, ComposeFile(plan: self).file, PrometheusFile(plan: self).file,
      RuleFile(plan: self).file, RuleTestFile(plan: self).file,
    ]
    files += AlertmanagerFiles(plan: self).all
    switch logs {
    case .none: break
    case .alloy: files += [LokiFile(plan: self).file, AlloyFile(plan: self).file]
    case .promtail: files += [LokiFile(plan: self).file, PromtailFile(plan: self).file]
    }
    files += GrafanaFiles(plan: self).all + [TempoFile(plan: self).file]
    files += Runbooks(plan: self).files
    if hasPython { files += PythonFiles(plan: self).all }
    if hasNode { files += NodeFiles(plan: self).all }
    if hasKubernetes { files += KubernetesFiles(plan: self).all }
    return files + [StackRecord.file(of: self)]
  }

  /// A file whose comments begin with a number sign.
  func file(_ name: String, _ text: String) -> StackFile { file(name, .number, text) }

  func file(_ name: String, _ comment: StackFile.Comment, _ text: String) -> StackFile {
    StackFile(name, comment, version: version, text)
  }
}
