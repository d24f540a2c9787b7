import Logs
import Signals
import Telemetry

/// The requests of an endpoint that failed, newest first, then those that took longest.
struct EndpointRequests: ViewState {
  /// One request, as a log line tells of it.
  struct Request: Hashable, Sendable {
    /// The line.
    let entry: LogEntry
    /// The status of the answer.
    let status: String?
    /// How long it took.
    let duration: Duration?
    /// What happened.
    let message: String
    /// What tells the request apart.
    let id: CorrelationID?

    /// Whether the line is of an error, or the answer was one.
    var hasFailed: Bool {
      entry.facts.level.isAtLeast(.error) || status.map(Self.isFailure) == true
    }

    private static func isFailure(_ status: String) -> Bool {
      status.utf8.count == 3 && status.utf8.first == UInt8(ascii: "5")
    }

    init(_ entry: LogEntry, _ table: LogFieldTable) {
      self.entry = entry
      let fields = LogFields(entry, table: table)
      let facts = RequestFacts([fields])
      status = facts.status
      duration = facts.duration
      message = fields.message
      id = fields.correlation.flatMap { CorrelationID($0) }
    }
  }

  /// The requests in their order.
  private(set) var requests: [Request] = []
  /// How many lines were looked at.
  private(set) var examined = 0

  /// The newest lines that are looked at.
  private static let limit = 1000
  /// How many requests are listed.
  private static let listed = 200

  /// None yet.
  init() {}

  /// Looks at the newest lines that are shown here.
  init(_ scene: Scene) {
    let table = scene.settings.logs.fields
    let lines = scene.world.logs.isOutdated ? [] : scene.world.logs.lines.newest(Self.limit)
    let all = lines.map { Request($0, table) }
    examined = lines.count
    let failed = all.filter(\.hasFailed).reversed()
    let slow = all.filter { !$0.hasFailed && $0.duration != nil }
      .sorted { $0.duration ?? .zero > $1.duration ?? .zero }
    requests = Array((Array(failed) + slow).prefix(Self.listed))
  }
}
