import Logs
import Screen
import Telemetry

/// One thing that is to be read of a line, and can be copied.
struct LogEntryItem: Hashable, Sendable {
  /// The kind.
  enum Kind: Hashable, Sendable {
    /// A title above others, which cannot be chosen.
    case heading
    /// A name with a value.
    case value
    /// A correlation ID.
    case id
    /// A text of several lines.
    case lines([String])
  }

  var kind: Kind
  var name: String
  var value: String
  var style = Style.plain

  static func heading(_ title: String) -> LogEntryItem {
    LogEntryItem(kind: .heading, name: title, value: "", style: Style(.title, .bold))
  }

  /// The text to copy: line ends are our own, those of the log are escaped.
  var copied: String {
    guard case .lines(let lines) = kind else { return VisibleText.sanitized(value) }
    return lines.map { VisibleText.sanitized($0) }.joined(separator: "\n")
  }
}

/// Everything that lines have, in the order in which it is read.
struct LogEntryItems {
  let scene: Scene

  /// What a line has.
  func all(of entry: LogEntry) -> [LogEntryItem] {
    let fields = LogFields(entry, table: scene.settings.logs.fields)
    let line = String(decoding: entry.line, as: UTF8.self)
    var items = headItems(of: entry, fields)
    if fields.form != .plain, !fields.fields.isEmpty {
      items.append(.heading("Fields"))
      items += fields.fields.map { LogEntryItem(kind: .value, name: $0.name, value: $0.value.text) }
    }
    for (title, labels) in [
      ("Labels", entry.stream), ("Metadata", entry.metadata), ("Parsed", entry.parsed),
    ] where !labels.labels.isEmpty {
      items.append(.heading(title))
      items += labels.labels.map { LogEntryItem(kind: .value, name: $0.name, value: $0.value) }
    }
    if let json = fields.prettyJSON() {
      items.append(.heading("JSON"))
      items.append(LogEntryItem(kind: .lines(json), name: "", value: line))
    }
    items.append(.heading("Line"))
    guard !fields.following.isEmpty else {
      return items + [LogEntryItem(kind: .value, name: "", value: line)]
    }
    let lines = line.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return items + [LogEntryItem(kind: .lines(lines), name: "", value: line)]
  }

  private func headItems(of entry: LogEntry, _ fields: LogFields) -> [LogEntryItem] {
    let civil = scene.timeText.civil(entry.timestamp)
    let age = (scene.serverNow - entry.timestamp).ageText
    var items = [
      LogEntryItem(kind: .value, name: "time", value: "\(civil.rfc3339Precise(entry.timestamp))")
    ]
    items[0].name = "time, \(age) ago" + Self.origin(entry.facts.time)
    if let level = entry.facts.level {
      items.append(
        LogEntryItem(
          kind: .value,
          name: "level",
          value: level.word,
          style: Style(level.role, .bold)
        )
      )
    }
    if let service = fields.service {
      items.append(LogEntryItem(kind: .value, name: "service", value: service))
    }
    for (place, id) in fields.ids.enumerated() {
      let name = place == 0 ? "correlation ID" : "another ID"
      items.append(LogEntryItem(kind: .id, name: name, value: id, style: Style(.key)))
    }
    items.append(
      LogEntryItem(kind: .value, name: "message", value: fields.message, style: Style(.text, .bold))
    )
    return items
  }

  /// Where a time comes from that the line does not say itself.
  private static func origin(_ time: LineFacts.TimeOrigin) -> String {
    switch time {
    case .written: ""
    case .unsureZone: ", zone uncertain"
    case .lineBefore: ", from the previous line"
    case .arrival: ", on arrival"
    case .unknown: ", from the file's last change"
    }
  }
}

extension CivilTime {
  /// The moment in RFC 3339 with all nine digits of its second.
  func rfc3339Precise(_ moment: Timestamp) -> String {
    let text = rfc3339
    let rest = moment.nanoseconds % 1_000_000_000
    let digits = String(rest < 0 ? rest + 1_000_000_000 : rest)
    let fraction = String(repeating: "0", count: 9 - digits.count) + digits
    return text.prefix(19) + ".\(fraction)" + text.dropFirst(19)
  }
}
