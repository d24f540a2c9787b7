import Telemetry

/// What a stack was made with, so that a newer goldtop can make it again.
package struct StackRecord: Codable, Sendable {
  /// The name of the file below the folder of the stack.
  package static let name = "goldtop-init.json"

  let services: [String]
  let python: Bool
  let node: Bool
  let logs: StackPlan.LogShipping
  let kubernetes: Bool
  let postgres: Bool
  let redis: Bool
  let runbooks: String

  /// The plan of a newer goldtop.
  ///
  /// - Throws: `StackProblem` where a service is none, as in an edited file.
  package func plan(version: String) throws(StackProblem) -> StackPlan {
    var plan = try StackPlan(
      services: services,
      hasPython: python,
      hasNode: node,
      version: version
    )
    plan.logs = logs
    plan.hasKubernetes = kubernetes
    (plan.hasPostgres, plan.hasRedis) = (postgres, redis)
    plan.runbooks = runbooks
    return plan
  }
}

extension StackRecord {
  /// The file that keeps what a stack is made with.
  static func file(of plan: StackPlan) -> StackFile {
    let words = plan.hasExamples ? [] : plan.services.flatMap(\.words)
    let value: JSONValue = [
      "description": .text("\(StackMark.unsealed(plan.version))."),
      "services": .list(words.map { JSONValue.text($0) }),
      "python": .boolean(plan.hasPython),
      "node": .boolean(plan.hasNode),
      "logs": .text(plan.logs.rawValue),
      "kubernetes": .boolean(plan.hasKubernetes),
      "postgres": .boolean(plan.hasPostgres),
      "redis": .boolean(plan.hasRedis),
      "runbooks": .text(plan.runbooks),
    ]
    return plan.file(name, .none, JSONText(value, .spread).text + "\n")
  }
}

extension StackService {
  /// What `--service` is given for it.
  fileprivate var words: [String] {
    switch delivery {
    case .pushed: ["\(name)=\(Self.pushWord)"]
    case .scraped(let addresses): addresses.map { "\(name)=\($0.url)" }
    }
  }
}
