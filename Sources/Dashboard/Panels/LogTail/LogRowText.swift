import Logs
import Screen
import Telemetry

/// The text of one log line in a list.
struct LogRowText: Hashable, Sendable {
  var timestamp: Timestamp
  var level: LogLevel?
  var service = ""
  var message = ""
  /// Chosen fields as `name=value`.
  var fields: [String] = []
  /// The correlation ID; empty for none.
  var id = ""
  /// Whether the line says its time itself, or the server that keeps it.
  var saysTime = true
}

extension LogRowText {
  /// Reads long lines no further than they are shown.
  init(_ entry: LogEntry, _ scene: Scene) {
    let fields = LogFields(entry, table: scene.settings.logs.fields)
    self.init(timestamp: entry.timestamp, level: entry.facts.level)
    service = fields.service ?? ""
    message = fields.message
    let count = fields.following.count
    if count > 0 { message += count == 1 ? " (+1 line)" : " (+\(count) lines)" }
    saysTime = entry.facts.time == .written
    id = fields.correlation ?? ""
    let columns = scene.logList.columns ?? scene.settings.logs.columns
    if columns.isEmpty {
      let roles: [LogFieldTable.Role] = [.path, .status, .duration]
      let own = fields.fields.filter { $0.role.map(roles.contains) ?? false }
      // What the line does not say itself may be kept beside it.
      let others = roles.filter { role in !own.contains { $0.role == role } }
      self.fields = (own + others.compactMap(fields.field)).map { "\($0.name)=\($0.value.text)" }
    } else {
      self.fields = columns.compactMap { name in
        fields[name].map { "\(name)=\($0.text)" }
      }
    }
  }
}
