import Logs
import Screen
import Telemetry

/// The output of `goldtop logs --explain` for a file.
struct LogsExplanation {
  /// So many lines are explained.
  static let sample = 20

  /// The text, with its last line end.
  let text: String

  /// Explains entries, the oldest first.
  init(_ entries: [LogEntry], notes: [String], table: LogFieldTable) {
    guard !entries.isEmpty else {
      text = "no lines\n"
      return
    }
    let found = entries.map { ($0, LineExplanation($0, table: table)) }
    var lines = found.enumerated().flatMap { Self.lines($0 + 1, $1.0, $1.1) }
    lines += Self.summary(found.map(\.1)) + Self.advice(found.map(\.1)) + notes
    text = lines.map { VisibleText.sanitized($0) + "\n" }.joined()
  }

  private static func lines(
    _ number: Int,
    _ entry: LogEntry,
    _ explanation: LineExplanation
  ) -> [String] {
    let head = String(decoding: entry.line.prefix { $0 != 10 }, as: UTF8.self)
    var lines = ["\(number)  \(head)", "   shape    \(explanation.shape)"]
    if let time = explanation.time {
      let zone = explanation.isZoned ? "" : ", no zone"
      let moment = CivilTime(entry.timestamp).rfc3339
      lines.append("   time     \(moment), from \(time.source): \(time.text)\(zone)")
    } else {
      lines.append("   time     none: \(words(entry.facts.time))")
    }
    let level = explanation.level.map { "\($0.text), from \($0.source)" }
    lines.append("   level    \(level ?? "none")")
    let ids = explanation.ids.map { "\($0.text), from \($0.source)" }
    lines.append("   id       \(ids.isEmpty ? "none" : ids.joined(separator: "; "))")
    lines.append("   message  \(explanation.message.text), from \(explanation.message.source)")
    if explanation.following > 0 {
      lines.append("   trace    \(explanation.following) more lines")
    }
    return lines + [""]
  }

  private static func words(_ origin: LineFacts.TimeOrigin) -> String {
    switch origin {
    case .lineBefore: "that of the previous line is used"
    case .written, .unsureZone, .arrival, .unknown: "that of the file's last change is used"
    }
  }

  private static func summary(_ found: [LineExplanation]) -> [String] {
    func count(_ isThere: (LineExplanation) -> Bool) -> String {
      "\(found.filter(isThere).count) of \(found.count)"
    }
    return [
      "time     \(count { $0.time != nil })", "level    \(count { $0.level != nil })",
      "id       \(count { !$0.ids.isEmpty })",
    ]
  }

  /// Which settings would help.
  private static func advice(_ found: [LineExplanation]) -> [String] {
    var advice: [String] = []
    let hasFields = found.contains { !$0.shape.hasPrefix("text") }
    func name(_ role: String) -> String {
      hasFields ? ": if a field holds it, name the field in logs.fields.\(role)" : ""
    }
    if found.contains(where: { $0.time == nil }) {
      advice.append("some lines have no time\(name("time"))")
    }
    if found.contains(where: { $0.time != nil && !$0.isZoned }) {
      advice.append("some times have no zone: set logs.time_zone")
    }
    if found.contains(where: { $0.level == nil }) {
      advice.append("some lines have no level\(name("level"))")
    }
    if found.allSatisfy(\.ids.isEmpty) { advice.append("no line has an ID\(name("correlation"))") }
    if found.contains(where: { $0.message.source.hasPrefix("all fields") }) {
      advice.append("some lines have no message: name its field in logs.fields.message")
    }
    return advice
  }
}
