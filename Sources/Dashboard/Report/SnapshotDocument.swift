import Logs
import Signals
package import Telemetry

/// A dashboard at one moment as data: what `snapshot --output json` writes.
package struct SnapshotDocument: Encodable, Sendable {
  /// A value with its state.
  struct Value: Encodable, Sendable {
    let name: String
    let value: Double?
    let unit: String
    let text: String
    let severity: String?
    let state: String
    let ageSeconds: Double?
  }

  /// A chart's line; points are `[epoch seconds, value]`.
  struct Line: Encodable, Sendable {
    let name: String
    let points: [[Double]]
  }

  /// Bounds in the unit of the values.
  struct Bounds: Encodable, Sendable {
    let warning: Double?
    let critical: Double?
    let direction: String
  }

  /// An expression with the name of its poll.
  struct Expression: Encodable, Sendable {
    let id: String
    let promql: String
  }

  /// A panel.
  struct PanelEntry: Encodable, Sendable {
    let id: String
    let title: String
    let state: String
    let ageSeconds: Double?
    let reason: String?
    let severity: String?
    let warnings: [String]
    let values: [Value]
    let facts: [String]
    let unit: String?
    let thresholds: Bounds?
    let lines: [Line]
    let queries: [Expression]
  }

  /// A server.
  struct Server: Encodable, Sendable {
    let role: String
    let state: String
    let reason: String?
    let latencySeconds: Double?
    let clockSkewSeconds: Double
  }

  /// A log line; the time is in nanoseconds since the epoch, as Loki writes it.
  struct LogLine: Encodable, Sendable {
    let timestamp: String
    let level: String?
    let labels: [String: String]
    let metadata: [String: String]
    let line: String
  }

  /// The newest log lines, ascending.
  struct Logs: Encodable, Sendable {
    let source: String
    let selector: String
    let state: String
    let reason: String?
    let notes: [String]
    let lines: [LogLine]
  }

  /// An alert.
  struct AlertEntry: Encodable, Sendable {
    let name: String
    let state: String
    let labels: [String: String]
    let summary: String
    let since: Double?
    let firingSince: Double?
    let holdForSeconds: Double?
    let value: Double?
  }

  /// A target that is not up.
  struct Target: Encodable, Sendable {
    let labels: [String: String]
    let health: String
    let lastError: String?
  }

  let service: String
  let environment: String
  let view: String
  let time: Double
  let range: String
  let stepSeconds: Double
  let start: Double
  let end: Double
  let servers: [Server]
  let alerts: [AlertEntry]
  let alertsState: String
  let targetsUp: Int
  let targetsTotal: Int
  let targetsNotUp: [Target]
  let panels: [PanelEntry]
  let logs: Logs?

  private static let lineLimit = 100

  /// Takes a dashboard as it is: the panels on screen, and where there are logs their newest hundred
  /// lines.
  package init(_ scene: Scene) {
    let step = scene.step
    let window = scene.window
    service = scene.settings.service
    environment = scene.settings.environment
    time = scene.now.seconds
    range = scene.timeline.range.rawValue
    stepSeconds = step.inSeconds
    start = window.start.seconds
    end = window.end.seconds
    view = scene.viewName
    let logs = scene.settings.logs.isPresent ? Logs(scene, atMost: Self.lineLimit) : nil
    self.logs = logs
    servers =
      scene.settings.servers.map { Server($0, scene.world.health[$0] ?? ServerHealth()) }
      + (logs.map { [Server($0)] } ?? [])
    let board = scene.world.alertBoard
    alerts = (board.firing + board.pending + board.suppressed).map(AlertEntry.init)
    alertsState = scene.alertsState.word
    let targets = scene.world.targets ?? []
    targetsUp = targets.count { $0.health == "up" }
    targetsTotal = targets.count
    targetsNotUp = targets.filter { $0.health != "up" }.map {
      Target(labels: $0.labels.dictionary, health: $0.health, lastError: $0.lastError)
    }
    panels = scene.askedPanels.map { PanelEntry(scene.content(of: $0)) }
  }
}

extension SnapshotDocument.Server {
  fileprivate init(_ role: ServerRole, _ health: ServerHealth) {
    self.role = role.rawValue
    latencySeconds = health.latency?.inSeconds
    clockSkewSeconds = health.clockSkew.inSeconds
    switch health.state {
    case .waiting: (state, reason) = ("waiting", nil)
    case .up: (state, reason) = ("up", nil)
    case .down(let error): (state, reason) = ("down", error.headline)
    }
  }

  /// The keeper of the lines, which has no other sign of life than them.
  fileprivate init(_ logs: SnapshotDocument.Logs) {
    role = logs.source
    latencySeconds = nil
    clockSkewSeconds = 0
    reason = logs.reason
    switch logs.state {
    case ReadingState.waiting.word: state = "waiting"
    case "failed": state = "down"
    default: state = "up"
    }
  }
}

extension SnapshotDocument.Logs {
  fileprivate init(_ scene: Scene, atMost limit: Int) {
    let board = scene.world.logs
    source = scene.settings.logs.source
    selector = board.plan?.query.selector.map(\.promQL).joined(separator: ",") ?? ""
    let reading = board.state
    state = reading.word
    reason = reading.reason
    notes = board.notes
    lines = board.lines.newest(limit).map(SnapshotDocument.LogLine.init)
  }
}

extension SnapshotDocument.LogLine {
  fileprivate init(_ entry: LogEntry) {
    timestamp = "\(entry.timestamp.nanoseconds)"
    level = entry.facts.level?.name
    labels = entry.stream.dictionary
    metadata = entry.metadata.dictionary
    line = String(decoding: entry.line, as: UTF8.self)
  }
}

extension SnapshotDocument.AlertEntry {
  fileprivate init(_ item: AlertBoard.Item) {
    name = item.name
    labels = item.labels.dictionary
    summary = item.summary
    since = item.since?.seconds
    firingSince = item.firingSince?.seconds
    holdForSeconds = item.holdFor?.inSeconds
    value = item.value
    switch item.state {
    case .firing: state = "firing"
    case .pending: state = "pending"
    case .suppressed(true, true): state = "silenced and inhibited"
    case .suppressed(_, true): state = "inhibited"
    case .suppressed: state = "silenced"
    }
  }
}

extension SnapshotDocument.PanelEntry {
  fileprivate init(_ content: PanelContent) {
    id = content.id
    title = content.title
    state = content.state.word
    ageSeconds = content.state.age?.inSeconds
    reason = content.state.reason
    severity = content.severity?.word
    warnings = content.warnings
    values = (content.headline + content.rows.map(\.figure)).map(SnapshotDocument.Value.init)
    facts = content.facts.map(\.text)
    unit = content.chart?.unit.rawValue
    thresholds = content.chart?.threshold.map {
      SnapshotDocument.Bounds(
        warning: $0.warning,
        critical: $0.critical,
        direction: $0.direction.rawValue
      )
    }
    lines = (content.chart?.lines ?? []).map { line in
      SnapshotDocument.Line(
        name: line.name,
        points: line.samples.map { [$0.timestamp.seconds, $0.value] }
      )
    }
    queries = content.queries.map {
      SnapshotDocument.Expression(id: $0.id.text, promql: $0.expression)
    }
  }
}

extension SnapshotDocument.Value {
  fileprivate init(_ figure: Figure) {
    name = figure.name
    value = figure.value
    unit = figure.unit.rawValue
    text = figure.text
    severity = figure.severity?.word
    state = figure.state.word
    ageSeconds = figure.state.age?.inSeconds
  }
}

extension LabelSet {
  fileprivate var dictionary: [String: String] {
    Dictionary(labels.map { ($0.name, $0.value) }) { _, last in last }
  }
}

extension Severity {
  /// The word for it in documents.
  package var word: String {
    switch self {
    case .ok: "ok"
    case .warning: "warning"
    case .critical: "critical"
    }
  }
}

extension ReadingState {
  /// The state's name in documents.
  package var word: String {
    switch self {
    case .waiting: "waiting"
    case .fresh: "fresh"
    case .stale: "stale"
    case .missing: "missing"
    case .failed: "failed"
    }
  }

  /// How old the data is where that is told.
  package var age: Duration? {
    switch self {
    case .stale(let age): age
    case .failed(_, let age): age
    default: nil
    }
  }

  /// Why there is nothing, or nothing new; `nil` where there is something.
  package var reason: String? {
    switch self {
    case .missing(let text): text
    case .failed(let error, _): error.headline
    default: nil
    }
  }
}
