import Screen
import Telemetry

/// A dashboard at one moment as a document to read, made of the values of `SnapshotDocument`.
struct SnapshotMarkdown {
  private let document: JSONValue

  /// - Parameter document: What `--output json` writes.
  init(_ document: JSONValue) { self.document = document }

  /// The document.
  var text: String {
    let parts = [
      heading, servers, signals, remarks, alerts, targets, further.joined(separator: "\n"), logs,
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// What it is of: service, view and time.
  var title: String {
    let subject = [document["service"].word, document["view"].word].filter { !$0.isEmpty }
    return (subject + [Self.time(document["time"])]).joined(separator: ", ")
  }

  /// The panels with their first numbers, and the alerts, in one sentence each.
  var summary: String {
    let panels = document["panels"].items.map { panel in
      let values = panel["values"].items.prefix(3).map { value in
        [value["name"].word, value["text"].word].filter { !$0.isEmpty }.joined(separator: " ")
      }
      let severity = panel["severity"].word
      let state = severity.isEmpty || severity == "ok" ? "" : " (\(severity))"
      let words = values.isEmpty ? panel["state"].word : values.joined(separator: ", ")
      return "\(panel["title"].word): \(words)\(state)."
    }
    let alerts = document["alerts"].items.map { "\($0["name"].word) is \($0["state"].word)." }
    return (panels + alerts).joined(separator: " ")
  }

  // MARK: - Parts

  private var heading: String {
    let subject = [document["service"].word, document["view"].word].filter { !$0.isEmpty }
    var facts: [String] = []
    let environment = document["environment"].word
    if !environment.isEmpty { facts.append("environment \(Self.escaped(environment))") }
    facts.append(Self.time(document["time"]))
    facts.append(
      "range \(Self.escaped(document["range"].word)) from \(Self.time(document["start"])) "
        + "to \(Self.time(document["end"]))"
    )
    return "# \(subject.map(Self.escaped).joined(separator: ": "))\n\n"
      + facts.joined(separator: ", ") + "\n"
  }

  private var servers: String {
    Self.table(
      "Servers",
      ["Server", "State", "Reason", "Latency"],
      document["servers"].items.map { server in
        [
          server["role"].word, server["state"].word, server["reason"].word,
          Self.span(server["latency_seconds"]),
        ]
      }
    )
  }

  /// A row for each number of each panel, and one for a panel without any.
  private var signals: String {
    let rows = document["panels"].items.flatMap { panel -> [[String]] in
      let title = panel["title"].word
      let values = panel["values"].items
      guard !values.isEmpty else {
        let lines = panel["log_lines"].items.count
        let words = lines == 0 ? "–" : lines == 1 ? "1 log line" : "\(lines) log lines"
        return [[title, "", words, panel["severity"].word, Self.state(panel)]]
      }
      return values.map { value in
        [title, value["name"].word, value["text"].word, value["severity"].word, Self.state(value)]
      }
    }
    return Self.table("Signals", ["Panel", "Figure", "Value", "Judgement", "State"], rows)
  }

  /// What panels say beside their numbers.
  private var remarks: String {
    let lines = document["panels"].items.flatMap { panel in
      let reason = panel["reason"].word
      let words =
        (reason.isEmpty ? [] : [reason])
        + (panel["warnings"].items + panel["facts"].items).map(\.word)
      return words.map { "- **\(Self.escaped(panel["title"].word))**: \(Self.escaped($0))\n" }
    }
    return lines.joined()
  }

  private var alerts: String {
    let state = document["alerts_state"].word
    let items = document["alerts"].items
    let reason = document["alerts_reason"].word
    guard !items.isEmpty else {
      let words =
        state == "fresh" ? "None." : "Unknown: \(state)\(reason.isEmpty ? "" : ", \(reason)")."
      return "## Alerts\n\n\(Self.escaped(words))\n"
    }
    return Self.table(
      "Alerts",
      ["Alert", "State", "Since", "Summary", "Labels"],
      items.map { alert in
        let labels = alert["labels"].members.filter { $0.name != "alertname" }
        return [
          alert["name"].word, alert["state"].word, Self.time(alert["since"]), alert["summary"].word,
          labels.map { "\($0.name)=\($0.value.word)" }.joined(separator: ", "),
        ]
      }
    )
  }

  private var targets: String {
    let table = Self.table(
      "Targets that are not up",
      ["Job", "Instance", "State", "Error"],
      document["targets_not_up"].items.map { target in
        [
          target["labels"]["job"].word, target["labels"]["instance"].word, target["health"].word,
          target["last_error"].word,
        ]
      }
    )
    let total = document["targets_total"].word
    guard total != "0" else { return table }
    let sum = "\(document["targets_up"].word) of \(total) targets are up.\n"
    return table + (table.isEmpty ? "" : "\n") + sum
  }

  /// The lists that the view on screen adds: services, endpoints, rules.
  private var further: [String] {
    document.members.compactMap { name, value in
      guard !Self.known.contains(name), !name.hasSuffix("_queries"),
        case .list = value
      else { return nil }
      let rows = value.items.map { Self.flat($0, "") }
      let columns = rows.reduce(into: [String]()) { columns, row in
        for (name, _) in row where !columns.contains(name) { columns.append(name) }
      }
      let title = name.split(separator: "_").joined(separator: " ")
      return Self.table(
        title.prefix(1).uppercased() + title.dropFirst(),
        columns,
        rows.map { row in columns.map { column in row.first { $0.0 == column }?.1 ?? "" } }
      )
    }
  }

  private static let known: Set = ["servers", "alerts", "targets_not_up", "panels", "logs"]

  private var logs: String {
    let logs = document["logs"]
    guard !logs.members.isEmpty else { return "" }
    let lines = logs["lines"].items.map { line in
      let level = line["level"].word
      let time = Int64(line["timestamp"].word).map {
        CivilTime(Timestamp(nanoseconds: $0)).rfc3339
      }
      return [time ?? "", level, VisibleText.sanitized(line["line"].word)]
        .filter { !$0.isEmpty }.joined(separator: " ")
    }
    let reason = logs["reason"].word
    let state = "\(logs["state"].word)\(reason.isEmpty ? "" : ": \(reason)")"
    let head =
      "## Log lines\n\n\(Self.escaped(logs["source"].word)), \(Self.escaped(state)), "
      + "\(lines.count) newest\n"
    guard !lines.isEmpty else { return head }
    // The fence is longer than any in the lines.
    let longest = lines.map(Self.backticks).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return head + "\n\(fence)text\n" + lines.map { $0 + "\n" }.joined() + "\(fence)\n"
  }

  private static func backticks(_ line: String) -> Int {
    var (longest, run) = (0, 0)
    for character in line {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  // MARK: - Cells

  private static func state(_ value: JSONValue) -> String {
    let age = span(value["age_seconds"])
    return value["state"].word + (age.isEmpty ? "" : ", \(age) old")
  }

  private static func span(_ seconds: JSONValue) -> String {
    guard case .number(let seconds) = seconds else { return "" }
    return Unit.seconds.format(seconds).text
  }

  private static func time(_ seconds: JSONValue) -> String {
    guard case .number(let seconds) = seconds else { return "" }
    return CivilTime(Timestamp(seconds: seconds)).rfc3339
  }

  /// The single values of an object by name, those of objects in it under both names.
  private static func flat(_ value: JSONValue, _ prefix: String) -> [(String, String)] {
    value.members.flatMap { name, value -> [(String, String)] in
      switch value {
      case .object: flat(value, prefix + name + " ")
      case .list: [(prefix + name, value.items.map(\.word).joined(separator: ", "))]
      default: [(prefix + name, value.word)]
      }
    }
  }

  // MARK: - Markdown

  /// A table with its heading; empty without rows.
  private static func table(_ title: String, _ columns: [String], _ rows: [[String]]) -> String {
    guard !rows.isEmpty else { return "" }
    func line(_ cells: [String]) -> String {
      "| " + cells.map(escaped).joined(separator: " | ") + " |\n"
    }
    let rule = "|" + columns.map { _ in "---|" }.joined() + "\n"
    return "## \(title)\n\n" + line(columns) + rule + rows.map(line).joined()
  }

  /// A text that no reader of Markdown or HTML takes for more than words.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in VisibleText.sanitized(text) {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\n", "\r": escaped += " "
      case "\\", "`", "*", "_", "[", "]", "|", "#", "~", "!":
        escaped.append("\\")
        escaped.append(character)
      default: escaped.append(character)
      }
    }
    return escaped
  }
}

extension JSONValue {
  fileprivate subscript(name: String) -> JSONValue {
    members.first { $0.name == name }?.value ?? .null
  }

  fileprivate var members: [Member] {
    if case .object(let members) = self { return members }
    return []
  }

  fileprivate var items: [JSONValue] {
    if case .list(let items) = self { return Array(items) }
    return []
  }

  /// A single value in words; empty for others.
  fileprivate var word: String {
    switch self {
    case .text(let text): text
    case .digits(let digits): digits
    case .boolean(let flag): flag ? "yes" : "no"
    case .number(let number): JSONText(.number(number)).text
    case .null, .foreign, .list, .object: ""
    }
  }
}
