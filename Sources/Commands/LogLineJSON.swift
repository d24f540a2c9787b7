import Logs
import Telemetry

/// A log line as one JSON object: `timestamp` in nanoseconds as a string, `time` where the line does
/// not say it itself, `labels`, `metadata`, `fields`, `line`.
enum LogLineJSON {
  /// The object of an entry.
  static func value(_ entry: LogEntry, table: LogFieldTable = .standard) -> JSONValue {
    let fields = LogFields(entry, table: table)
    var members: [JSONValue.Member] = []
    for field in fields.form == .plain ? [] : fields.fields {
      members.append((field.name, value(field.value, isJSON: fields.form == .json)))
    }
    // What a parser of the query has found and the line does not say itself.
    for label in entry.parsed.labels where !fields.fields.contains(where: { $0.name == label.name })
    {
      members.append((label.name, .text(label.value)))
    }
    return [
      "timestamp": .text("\(entry.timestamp.nanoseconds)"),
      "time": origin(entry.facts.time).map { .text($0) },
      "labels": .labels(entry.stream),
      "metadata": .labels(entry.metadata),
      "fields": .object(members),
      "line": .text(String(decoding: entry.line, as: UTF8.self)),
    ]
  }

  /// Where the time comes from; `nil` where the line or its server says it.
  private static func origin(_ time: LineFacts.TimeOrigin) -> String? {
    switch time {
    case .written: nil
    case .unsureZone: "unsure zone"
    case .lineBefore: "line before"
    case .arrival: "arrival"
    case .unknown: "unknown"
    }
  }

  private static func value(_ value: LogFields.Value, isJSON: Bool) -> JSONValue {
    switch value {
    case .text(let text): .text(text)
    // What logfmt calls a number may be none in JSON.
    case .number(let text), .nested(let text): isJSON ? .foreign(text) : .text(text)
    case .flag(let flag): .boolean(flag)
    case .null: .null
    }
  }
}
