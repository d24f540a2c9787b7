import Logs
import Signals
package import Telemetry

/// A dashboard at one moment as data: what `snapshot --output json` writes.
///
/// Times are seconds since the epoch, those of log lines nanoseconds as Loki writes them; spans are
/// seconds. What is not known is left out.
package enum SnapshotDocument {
  private static let lineLimit = 100

  /// Takes a dashboard as it is: the panels on screen, the alerts, the targets that are not up, and
  /// where there are logs their newest hundred lines.
  ///
  /// - Parameters:
  ///   - scene: The dashboard.
  ///   - own: What the view on screen adds.
  /// - Returns: An object.
  static func value(of scene: Scene, with own: [JSONValue.Member]) -> JSONValue {
    let world = scene.world
    let board = world.alertBoard
    let targets = scene.targets
    let targetsReading = world.state(of: .targets)
    let hasLogs = scene.settings.logs.isPresent
    let servers = scene.settings.servers.map { server($0, world.health[$0] ?? ServerHealth()) }
    let document: JSONValue = [
      "service": .text(scene.settings.service),
      "environment": .text(scene.settings.environment),
      "view": .text(scene.viewName),
      "time": .number(scene.now.seconds),
      "range": .text(scene.timeline.range.rawValue),
      "step_seconds": .number(scene.step.inSeconds),
      "start": .number(scene.window.start.seconds),
      "end": .number(scene.window.end.seconds),
      "servers": .list(servers + (hasLogs ? [logServer(scene)] : [])),
      "alerts": .list((board.firing + board.pending + board.suppressed).map(alert)),
      "alerts_state": .text(scene.alertsState.word),
      "alerts_reason": scene.alertsState.reason.map { .text($0) },
      "targets_state": .text(targetsReading.word),
      "targets_reason": targetsReading.reason.map { .text($0) },
      "targets_up": .digits("\(targets.count { $0.health == .up })"),
      "targets_total": .digits("\(targets.count)"),
      "targets_not_up": .list(targets.filter { $0.health != .up }.map(target)),
      "sample_age_seconds": scene.silence.map { .number($0.age.inSeconds) },
      "panels": .list(scene.contents(of: scene.askedPanels).map(panel)),
      "logs": hasLogs ? logs(scene) : nil,
    ]
    guard case .object(let members) = document else { return document }
    return .object(members + own)
  }

  // MARK: Servers

  private static func server(_ role: ServerRole, _ health: ServerHealth) -> JSONValue {
    var word = "waiting"
    var reason: String?
    switch health.state {
    case .waiting: break
    case .up: word = "up"
    case .faulty(let error, _, _): (word, reason) = ("faulty", error.headline)
    case .down(let error): (word, reason) = ("down", error.headline)
    }
    return [
      "role": .text(role.rawValue),
      "state": .text(word),
      "reason": reason.map { .text($0) },
      "latency_seconds": health.latency.map { .number($0.inSeconds) },
      "clock_skew_seconds": .number(health.clockSkew.inSeconds),
    ]
  }

  /// The log source; only its lines show that it is alive.
  private static func logServer(_ scene: Scene) -> JSONValue {
    let reading = scene.world.logs.state
    let word =
      switch reading {
      case .waiting: "waiting"
      case .failed: "down"
      default: "up"
      }
    return [
      "role": .text(scene.settings.logs.source),
      "state": .text(word),
      "reason": reading.reason.map { .text($0) },
      "clock_skew_seconds": .number(0),
    ]
  }

  private static func target(_ target: ScrapeTarget) -> JSONValue {
    [
      "labels": .labels(target.labels),
      "health": .text(target.health.rawValue),
      "last_error": target.lastError.map { .text($0) },
    ]
  }

  // MARK: Logs

  private static func logs(_ scene: Scene) -> JSONValue {
    let board = scene.world.logs
    let reading = board.state
    return [
      "source": .text(scene.settings.logs.source),
      "selector": .text(
        board.plan?.query.selector.map(\.promQL).joined(separator: ",") ?? ""
      ),
      "state": .text(reading.word),
      "reason": reading.reason.map { .text($0) },
      "notes": texts(board.notes),
      "lines": .list(board.lines.newest(lineLimit).map(line)),
    ]
  }

  private static func line(_ entry: LogEntry) -> JSONValue {
    [
      "timestamp": .text("\(entry.timestamp.nanoseconds)"),
      "level": (entry.facts.level?.name).map { .text($0) },
      "labels": .labels(entry.stream),
      "metadata": .labels(entry.metadata),
      "line": .text(String(decoding: entry.line, as: UTF8.self)),
    ]
  }

  // MARK: Alerts

  private static func alert(_ item: AlertBoard.Item) -> JSONValue {
    let word =
      switch item.state {
      case .firing: "firing"
      case .pending: "pending"
      case .suppressed(true, true): "silenced and inhibited"
      case .suppressed(_, true): "inhibited"
      case .suppressed: "silenced"
      }
    return [
      "name": .text(item.name),
      "state": .text(word),
      "labels": .labels(item.labels),
      "summary": .text(item.summary),
      "since": item.since.map { .number($0.seconds) },
      "firing_since": item.firingSince.map { .number($0.seconds) },
      "hold_for_seconds": item.holdFor.map { .number($0.inSeconds) },
      "value": item.value.map { .number($0) },
    ]
  }

  // MARK: Panels

  private static func panel(_ content: PanelContent) -> JSONValue {
    let figures = content.headline + content.rows.map(\.figure)
    return [
      "id": .text(content.id),
      "title": .text(content.title),
      "state": .text(content.state.word),
      "age_seconds": content.state.age.map { .number($0.inSeconds) },
      "reason": content.state.reason.map { .text($0) },
      "severity": content.severity.map { .text($0.word) },
      "warnings": texts(content.warnings),
      "guessed": content.isGuessed ? .boolean(true) : nil,
      "values": .list(figures.map(figure)),
      "facts": texts(content.facts.map(\.text)),
      "unit": content.chart.map { .text($0.unit.rawValue) },
      "thresholds": content.chart?.threshold.map(threshold),
      "lines": .list((content.chart?.lines ?? []).map(line)),
      "log_lines": content.logLines.map { .list($0.suffix(lineLimit).map(line)) },
      "queries": .list(
        content.queries.map { query in
          let language = query.isLogQL ? "logql" : "promql"
          return .object([("id", .text(query.id.text)), (language, .text(query.expression))])
        }
      ),
    ]
  }

  private static func figure(_ figure: Figure) -> JSONValue {
    [
      "name": .text(figure.name),
      "value": figure.value.map { .number($0) },
      "unit": .text(figure.unit.rawValue),
      "text": .text(figure.text),
      "severity": figure.severity.map { .text($0.word) },
      "state": .text(figure.state.word),
      "age_seconds": figure.state.age.map { .number($0.inSeconds) },
    ]
  }

  /// Bounds in the unit of the values.
  private static func threshold(_ threshold: Threshold) -> JSONValue {
    [
      "warning": threshold.warning.map { .number($0) },
      "critical": threshold.critical.map { .number($0) },
      "direction": .text(threshold.direction.rawValue),
    ]
  }

  /// A chart's line; points are `[epoch seconds, value]`.
  private static func line(_ line: Chart.Line) -> JSONValue {
    let points = line.samples.lazy.map { sample in
      JSONValue.list([.number(sample.timestamp.seconds), .number(sample.value)])
    }
    return ["name": .text(line.name), "points": .list(points)]
  }

  private static func texts(_ texts: [String]) -> JSONValue {
    .list(texts.map { .text($0) })
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
