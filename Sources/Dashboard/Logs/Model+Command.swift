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

  private mutating func setColumns(_ list: String) {
    logs.columns = list.split { $0 == "," || $0 == " " }.map(String.init)
    say(logs.columns.isEmpty ? "no columns" : "columns: \(logs.columns.joined(separator: ", "))")
  }

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
    return replan()
  }
}
