import Logs
import Telemetry

extension Model {
  /// Carries out what was typed behind the colon.
  mutating func carryOut(_ line: String) -> [Effect] {
    guard !line.isEmpty else { return [] }
    switch Command.read(line) {
    case .problem(let text):
      say(text, .warning, for: .seconds(8))
      return []
    case .command(let verb, let argument):
      return carryOut(verb, argument)
    }
  }

  private mutating func carryOut(_ verb: Command.Verb, _ argument: String) -> [Effect] {
    guard settings.logs.isPresent || [.quit, .help, .range, .live].contains(verb) else {
      say("there are no logs: no server for them is configured")
      return []
    }
    switch verb {
    case .quit: return [.quit]
    case .help: overlay = .help
    case .wrap: toggleWrap()
    case .filter: return setFilter(argument)
    case .level: return setLevel(argument)
    case .columns: setColumns(argument)
    case .highlight: logs.highlight = argument.isEmpty ? nil : LogHighlight(argument)
    case .id, .story: return follow(argument, isStory: verb == .story)
    case .logQL: return setLogQL(argument)
    case .range: return setRange(argument)
    case .live: return perform(.live)
    case .clear: return clearLogs()
    }
    return []
  }

  private mutating func setLevel(_ name: String) -> [Effect] {
    var filter = logs.filter
    filter.conditions.removeAll { if case .level = $0 { true } else { false } }
    if !name.isEmpty {
      guard let level = LogLevel(word: name) else {
        say("levels are \(LogLevel.allCases.map(\.name).joined(separator: ", "))", .warning)
        return []
      }
      filter.conditions.append(.level(atLeast: level))
    }
    logs.filter = filter
    return replan()
  }

  /// Without names it tells which columns there are, and which there could be.
  private mutating func setColumns(_ list: String) {
    let names = list.split { $0 == "," || $0 == " " }.map(String.init)
    guard !names.isEmpty else {
      say(columnsText, for: .seconds(20))
      return
    }
    let isNone = names.count == 1 && names[0].lowercased() == "none"
    logs.columns = isNone ? [] : names
    say(isNone ? "columns: \(usualColumns)" : "columns: \(names.joined(separator: ", "))")
  }

  private var usualColumns: String { "path, status and duration where a line has them" }

  /// The columns in force, and the fields of lines on hand that could be some.
  private var columnsText: String {
    let chosen = logs.columns.isEmpty ? usualColumns : logs.columns.joined(separator: ", ")
    let others = fieldNames.filter { !logs.columns.contains($0) }
    let rest = others.isEmpty ? "" : "; to be had: \(others.joined(separator: ", "))"
    return "columns: \(chosen)\(rest)"
  }

  /// The names of fields and labels of some of the lines shown, what most lines have first.
  private var fieldNames: [String] {
    let count = logs.lines.count
    var uses: [String: Int] = [:]
    for place in stride(from: 0, to: count, by: max(1, count / 100)) {
      guard let entry = logs.lines[place]?.entry else { continue }
      let fields = LogFields(entry, table: settings.logs.fields).fields
      let own = fields.filter { $0.role.map(Self.columnRoles.contains) ?? true }.map(\.name)
      let labels = entry.metadata.labels.map(\.name) + entry.stream.labels.map(\.name)
      for name in Set(own + labels) { uses[name, default: 0] += 1 }
    }
    return uses.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(24).map(\.key)
  }

  /// What means something else has a place of its own in every row.
  private static let columnRoles: Set<LogFieldTable.Role> = [.method, .path, .status, .duration]

  private mutating func follow(_ text: String, isStory: Bool) -> [Effect] {
    guard let id = text.isEmpty ? currentID : CorrelationID(text) else {
      say("'\(text)' is no correlation ID", .warning)
      return []
    }
    return isStory ? openStory(of: id) : correlate(to: id)
  }

  /// What a Loki is asked, but for what it alone knows of its streams.
  var logQLInForce: String { logs.plan.map { LogQLQuery($0.query).text } ?? "" }

  private mutating func setLogQL(_ query: String) -> [Effect] {
    guard !query.isEmpty else {
      say(logQLInForce, for: .seconds(20))
      return []
    }
    guard settings.logs.readsLogQL else {
      say("\(settings.logs.source) reads no LogQL: \(keyText(.filter)) filters its lines", .warning)
      return []
    }
    logs.logQL = query
    return replan()
  }

  private mutating func setRange(_ text: String) -> [Effect] {
    guard let range = TimeRange(rawValue: text) else {
      let all = TimeRange.allCases.map(\.rawValue).joined(separator: " ")
      say("ranges are \(all)", .warning)
      return []
    }
    timeline.range = range
    logs.stretch = nil
    clampCursor()
    return replan()
  }

  private mutating func clearLogs() -> [Effect] {
    logs.filter = LogFilter()
    logs.logQL = nil
    logs.correlation = nil
    logs.stretch = nil
    logs.highlight = nil
    // Without an ID there is no story.
    logs.page = .list
    return replan()
  }
}
