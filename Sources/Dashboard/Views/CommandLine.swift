import Logs
import Signals
import Telemetry

/// Carries out what was typed.
struct CommandLine {
  private(set) var visit: Visit

  init(_ visit: Visit) {
    self.visit = visit
  }

  private var scene: Scene { visit.scene }

  private var list: LogListState {
    get { visit.place[LogListState.self] }
    set { visit.place[LogListState.self] = newValue }
  }

  /// The problem with a text; `nil` if it is valid.
  static func problem(in text: String, _ kind: Prompt.Kind) -> String? {
    switch kind {
    case .filter: LogFilter.problem(in: text)
    case .highlight: LogHighlight.problem(in: text)
    case .correlation:
      text.isEmpty || CorrelationID(text) != nil ? nil : "not a correlation ID"
    case .matchers: MatcherTest.problem(in: text)
    case .silenceEnd: SilenceForm.span(text) == nil ? "a duration such as 2h or 1h30m" : nil
    case .rows, .author, .comment, .confirmation, .command: nil
    }
  }

  /// Shows what a text would do to the lines held, where it can be read.
  static func preview(_ text: String, _ kind: Prompt.Kind, _ visit: inout Visit) {
    switch kind {
    case .filter:
      guard let filter = try? LogFilter(parsing: text) else { return }
      var search = visit.scene.logList.search
      search.filter = filter
      visit.request(.preview(search.effectiveFilter))
    case .highlight:
      visit.place[LogListState.self].highlight = text.isEmpty ? nil : LogHighlight(text)
    case .rows: visit.place[RowFilter.self].text = text
    case .matchers, .silenceEnd, .author, .comment: visit.place[SilenceForm.self].set(text, kind)
    case .correlation, .confirmation, .command: break
    }
  }

  /// Carries out a line.
  mutating func carryOut(_ text: String, _ kind: Prompt.Kind) -> Reaction {
    switch kind {
    case .filter: return setFilter(text)
    case .highlight:
      list.highlight = text.isEmpty ? nil : LogHighlight(text)
      if list.highlight != nil {
        visit.say("\(scene.keyText(.nextHit)) \(scene.keyText(.previousHit)) jump between matches")
      }
      return .done
    case .correlation: return CorrelationID(text).map { correlate(to: $0) } ?? .done
    case .rows:
      visit.place[RowFilter.self].text = text
      return .done
    case .matchers, .silenceEnd, .author, .comment:
      visit.place[SilenceForm.self].set(text, kind)
      return .done
    case .confirmation:
      SilenceForm.send(&visit)
      return .done
    case .command: return carryOut(command: text)
    }
  }

  private mutating func carryOut(command line: String) -> Reaction {
    guard !line.isEmpty else { return .done }
    switch Command.read(line) {
    case .problem(let text):
      visit.say(text, .warning, for: .seconds(8))
      return .done
    case .command(let verb, let argument):
      return carryOut(verb, argument)
    }
  }

  private mutating func carryOut(_ verb: Command.Verb, _ argument: String) -> Reaction {
    if let obstacle = scene.settings.logs.obstacle, verb.isOfLines {
      visit.say(obstacle)
      return .done
    }
    switch verb {
    case .quit: visit.request(.perform(.quit))
    case .help: visit.request(.perform(.help))
    case .live: visit.request(.perform(.live))
    case .wrap: withKeys { $0.toggleWrap() }
    case .filter: return setFilter(argument)
    case .level: setLevel(argument)
    case .columns: setColumns(argument)
    case .highlight: list.highlight = argument.isEmpty ? nil : LogHighlight(argument)
    case .id, .story: return follow(argument, isStory: verb == .story)
    case .logQL: setLogQL(argument)
    case .range: setRange(argument)
    case .clear: return clear()
    case .mouse: setPointing(argument)
    }
    return .done
  }

  private mutating func withKeys<Answer>(_ act: (inout LogKeys) -> Answer) -> Answer {
    var keys = LogKeys(visit)
    defer { visit = keys.visit }
    return act(&keys)
  }

  private mutating func correlate(to id: CorrelationID, _ filter: LogFilter? = nil) -> Reaction {
    withKeys { $0.correlate(to: id, filter) }
  }

  /// Takes a filter into force; a text that cannot be read changes nothing.
  private mutating func setFilter(_ text: String) -> Reaction {
    guard LogFilter.problem(in: text) == nil, let filter = try? LogFilter(parsing: text) else {
      visit.say(LogFilter.problem(in: text) ?? "", .warning)
      return .done
    }
    // The ID of a request is looked for as one: in the streams of all services, and as far back as
    // need be.
    if let wanted = filter.correlationID.flatMap({ CorrelationID($0) }) {
      return correlate(to: wanted, filter.withoutCorrelation)
    }
    list.search.filter = filter
    return .done
  }

  private mutating func setLevel(_ name: String) {
    var filter = list.search.filter
    filter.conditions.removeAll { if case .level = $0 { true } else { false } }
    if !name.isEmpty {
      guard let level = LogLevel(word: name) else {
        visit.say("levels are \(LogLevel.words)", .warning)
        return
      }
      filter.conditions.append(.level(atLeast: level))
    }
    list.search.filter = filter
  }

  private mutating func follow(_ text: String, isStory: Bool) -> Reaction {
    let id = text.isEmpty ? withKeys { $0.currentID } : CorrelationID(text)
    guard let id else {
      visit.say("'\(text)' is not a correlation ID", .warning)
      return .done
    }
    return isStory ? withKeys { $0.openStory(of: id) } : correlate(to: id)
  }

  private mutating func setLogQL(_ query: String) {
    guard !query.isEmpty else {
      // What a Loki is asked, but for what it alone knows of its streams.
      visit.say(scene.world.logs.plan.map { LogQLQuery($0.query).text } ?? "", for: .seconds(20))
      return
    }
    guard scene.settings.logs.readsLogQL else {
      let source = scene.settings.logs.source
      visit.say("\(source) has no LogQL: filter with \(scene.keyText(.filter))", .warning)
      return
    }
    list.search.logQL = query
  }

  private mutating func setRange(_ text: String) {
    guard let range = TimeRange(rawValue: text) else {
      visit.say("ranges are \(TimeRange.words)", .warning)
      return
    }
    visit.place.timeline.range = range
    list.search.stretch = nil
    visit.place.timeline.clampCursor(at: scene.serverNow, step: scene.step)
  }

  private mutating func setPointing(_ text: String) {
    let choices = ["on": true, "off": false, "": !scene.settings.isPointing]
    guard let isOn = choices[text.lowercased()] else {
      visit.say("the mouse is on or off", .warning)
      return
    }
    visit.request(.pointing(isOn))
    visit.say(isOn ? "mouse on: hold Shift to select text" : "mouse off")
  }

  /// Drops what the lines are narrowed by; without an ID there is no story.
  private mutating func clear() -> Reaction {
    list.search = LogSearch()
    list.highlight = nil
    guard scene.place.view == .story || scene.place.view == .logEntry else { return .done }
    return .turn(scene.place.opening(.logs))
  }
}

/// Columns.
extension CommandLine {
  /// Without names it tells which columns there are, and which there could be.
  private mutating func setColumns(_ text: String) {
    let names = text.split { $0 == "," || $0 == " " }.map(String.init)
    guard !names.isEmpty else {
      visit.say(columnsText, for: .seconds(20))
      return
    }
    let isNone = names.count == 1 && names[0].lowercased() == "none"
    list.columns = isNone ? [] : names
    visit.say(isNone ? "columns: \(usualColumns)" : "columns: \(names.joined(separator: ", "))")
  }

  private var usualColumns: String { "path, status and duration, if present" }

  /// The columns in force, and the fields of lines on hand that could be some.
  private var columnsText: String {
    let columns = list.columns ?? scene.settings.logs.columns
    let chosen = columns.isEmpty ? usualColumns : columns.joined(separator: ", ")
    let others = fieldNames.filter { !columns.contains($0) }
    let rest = others.isEmpty ? "" : "; available: \(others.joined(separator: ", "))"
    return "columns: \(chosen)\(rest)"
  }

  /// The names of fields and labels of some of the lines shown, what most lines have first.
  private var fieldNames: [String] {
    let lines = scene.world.logs.lines
    let count = lines.count
    var uses: [String: Int] = [:]
    for place in stride(from: 0, to: count, by: max(1, count / 100)) {
      guard let entry = lines[place]?.entry else { continue }
      let fields = LogFields(entry, table: scene.settings.logs.fields).fields
      let own = fields.filter { $0.role.map(Self.columnRoles.contains) ?? true }.map(\.name)
      let labels = entry.metadata.labels.map(\.name) + entry.stream.labels.map(\.name)
      for name in Set(own + labels) { uses[name, default: 0] += 1 }
    }
    return uses.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(24).map(\.key)
  }

  /// The other roles have their own place in every row.
  private static let columnRoles: Set<LogFieldTable.Role> = [.method, .path, .status, .duration]
}

extension Command.Verb {
  /// Whether it does something to log lines.
  fileprivate var isOfLines: Bool {
    switch self {
    case .quit, .help, .range, .live, .mouse: false
    case .clear, .columns, .filter, .highlight, .id, .level, .logQL, .story, .wrap: true
    }
  }
}

extension LogFilter {
  /// The correlation ID that lines have to have; `nil` for none.
  fileprivate var correlationID: String? {
    conditions.lazy.compactMap { if case .correlation(let id) = $0 { id } else { nil } }.first
  }

  /// Further conditions.
  fileprivate var withoutCorrelation: LogFilter {
    LogFilter(conditions.filter { if case .correlation = $0 { false } else { true } })
  }
}
