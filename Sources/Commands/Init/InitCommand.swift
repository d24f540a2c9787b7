import ArgumentParser
import FoundationEssentials
import LocalSource
import Stack

/// `goldtop init`: a monitoring stack in a folder.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a monitoring stack for services into a folder, with tested alert rules.",
    discussion: """
      Writes a compose file, Prometheus with alert rules and their tests, Alertmanager, Loki, what ships \
      logs, Grafana with a dashboard, and on request instrumentation and manifests. A file that is there \
      and differs is kept, and the difference is shown. Exits 1 if files were kept, or with --upgrade \
      would change.
      """
  )

  @Argument(
    help: ArgumentHelp("The folder; made if it is not there.", valueName: "dir"),
    completion: .directory
  )
  var folder: FileName

  @Option(
    help: ArgumentHelp(
      "A service and the URL of its metrics, or NAME=otlp if it pushes them; may be repeated, with the "
        + "same name for each instance. Default: backend and frontend.",
      valueName: "name=url"
    )
  )
  var service: [String] = []

  @Flag(help: "Add instrumentation for FastAPI.")
  var python = false

  @Flag(help: "Add instrumentation for Express.")
  var node = false

  @Flag(help: "Leave out Loki and log shipping.")
  var noLogs = false

  @Flag(help: "Ship logs by Promtail, which gets no new releases, in place of Alloy.")
  var promtail = false

  @Flag(help: "Leave out PostgreSQL's exporter.")
  var noPostgres = false

  @Flag(help: "Leave out Redis' exporter.")
  var noRedis = false

  @Flag(help: "Add manifests for Kubernetes with the Prometheus Operator.")
  var kubernetes = false

  @Option(
    help: ArgumentHelp("Where the alerts' runbooks are read; default runbooks.", valueName: "url")
  )
  var runbooks: String?

  @Flag(help: "Replace files that differ; with --upgrade those that nobody has edited.")
  var force = false

  @Flag(help: "Show what this version would change in a stack that is there; write nothing.")
  var upgrade = false

  func run() async throws {
    let folder = InitFolder(self.folder)
    let plan = upgrade ? try recordedPlan(in: folder) : try plan()
    var isWhole = true
    for file in plan.files {
      let change = StackChange(file, present: try folder.text(of: file.name))
      if try !apply(change, in: folder) { isWhole = false }
    }
    if !upgrade { remark(on: plan) }
    guard !isWhole else { return }
    throw CommandEnd(
      .alarming,
      upgrade
        ? "this version would change files; --force replaces those that nobody has edited"
        : "files that differ were kept; --force replaces them"
    )
  }

  // MARK: - Plans

  private func plan() throws(CommandEnd) -> StackPlan {
    guard !(noLogs && promtail) else {
      throw CommandEnd(.usage, "use either --no-logs or --promtail")
    }
    do throws(StackProblem) {
      var plan = try StackPlan(
        services: service,
        hasPython: python,
        hasNode: node,
        version: Goldtop.version
      )
      plan.logs = noLogs ? .none : promtail ? .promtail : .alloy
      plan.hasKubernetes = kubernetes
      (plan.hasPostgres, plan.hasRedis) = (!noPostgres, !noRedis)
      if let runbooks { plan.runbooks = String(runbooks.trimmingSuffix { $0 == "/" }) }
      return plan
    } catch {
      throw CommandEnd(.usage, error.message)
    }
  }

  private func recordedPlan(in folder: InitFolder) throws(CommandEnd) -> StackPlan {
    let flags = [python, node, noLogs, promtail, noPostgres, noRedis, kubernetes]
    guard service.isEmpty, runbooks == nil, !flags.contains(true) else {
      throw CommandEnd(.usage, "--upgrade takes all but --force from \(StackRecord.name)")
    }
    guard let text = try folder.text(of: StackRecord.name) else {
      throw CommandEnd(.usage, "no stack in '\(self.folder)': it has no \(StackRecord.name)")
    }
    guard let record = try? JSONDecoder().decode(StackRecord.self, from: Data(text.utf8)) else {
      throw CommandEnd(.usage, "'\(self.folder)/\(StackRecord.name)' is not as goldtop wrote it")
    }
    do throws(StackProblem) {
      return try record.plan(version: Goldtop.version)
    } catch {
      throw CommandEnd(.usage, "\(StackRecord.name): \(error.message)")
    }
  }

  // MARK: - Files

  /// Writes a file or shows what it would change; returns whether it is now as planned.
  private func apply(_ change: StackChange, in folder: InitFolder) throws(CommandEnd) -> Bool {
    let name = change.file.name
    let mayReplace: Bool
    let state: String
    switch change.present {
    case .same: return true
    case .nothing: (mayReplace, state) = (!upgrade || force, "new")
    case .untouched(let version):
      (mayReplace, state) = (force, "as goldtop \(version) wrote it")
    case .edited: (mayReplace, state) = (force && !upgrade, "edited")
    }
    if !change.difference.isEmpty { StandardStreams.writeResult(change.difference) }
    if mayReplace { try folder.write(change.file.text, to: name) }
    StandardStreams.writeResult(
      "\(mayReplace ? "wrote" : upgrade ? "would change" : "kept") \(name) (\(state))\n"
    )
    return mayReplace
  }

  private func remark(on plan: StackPlan) {
    for service in plan.services where service.addresses.contains(where: \.isLoopback) {
      StandardStreams.complain(
        "goldtop: '\(service.name)': in the compose file's containers, localhost is the container; "
          + "host.docker.internal is this machine"
      )
    }
  }
}

extension String {
  fileprivate func trimmingSuffix(while test: (Character) -> Bool) -> Substring {
    var rest = self[...]
    while let last = rest.last, test(last) { rest.removeLast() }
    return rest
  }
}
