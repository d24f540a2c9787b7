import Logs
import Screen
import Telemetry

/// What one line of a log has to say in a list.
struct LogRowText: Hashable, Sendable {
  var timestamp: Timestamp
  var level: LogLevel?
  var service = ""
  var message = ""
  /// Chosen fields as `name=value`.
  var fields: [String] = []
  /// The correlation ID; empty for none.
  var id = ""
}

extension LogRowText {
  /// What a line has to say in a list; long lines are read no further than they are shown.
  init(_ entry: LogEntry, _ scene: Scene) {
    let fields = LogFields(entry, table: scene.settings.logs.fields)
    self.init(timestamp: entry.timestamp, level: entry.facts.level)
    service = fields.service ?? ""
    message = fields.message
    id = fields.correlation ?? ""
    let columns = scene.logList.columns ?? scene.settings.logs.columns
    if columns.isEmpty {
      self.fields = fields.fields.compactMap { field in
        guard let role = field.role, [.path, .status, .duration].contains(role) else { return nil }
        return "\(field.name)=\(field.value.text)"
      }
    } else {
      self.fields = columns.compactMap { name in
        fields[name].map { "\(name)=\($0.text)" }
      }
    }
  }
}
