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

extension Model {
  /// What a line has to say in a list; long lines are read no further than they are shown.
  func rowText(of entry: LogEntry) -> LogRowText {
    let fields = LogFields(entry, table: settings.logs.fields)
    var text = LogRowText(timestamp: entry.timestamp, level: entry.facts.level)
    text.service = fields.service ?? ""
    text.message = fields.message
    text.id = fields.correlation ?? ""
    if logs.columns.isEmpty {
      text.fields = fields.fields.compactMap { field in
        guard let role = field.role, [.path, .status, .duration].contains(role) else { return nil }
        return "\(field.name)=\(field.value.text)"
      }
    } else {
      text.fields = logs.columns.compactMap { name in
        fields[name].map { "\(name)=\($0.text)" }
      }
    }
    return text
  }
}
