import Logs
import Screen
import Telemetry

extension Model {
  mutating func openPrompt(_ kind: Prompt.Kind, text: String = "") {
    overlay = nil
    notice = nil
    prompt = Prompt(kind, text: text)
    prompt?.before = Prompt.Before(
      anchor: logs.anchor,
      selection: logs.selection,
      highlight: logs.highlight
    )
    checkPrompt()
  }

  /// Takes a key into the line that is being typed.
  mutating func type(_ key: Key, into prompt: Prompt) -> [Effect] {
    switch key {
    case .control("l"): return [.redraw]
    case .control("z"): return [.suspend]
    default: break
    }
    var changed = prompt
    let answer = changed.take(key, history: promptHistory[prompt.kind])
    self.prompt = changed
    switch answer {
    case .typing:
      checkPrompt()
      if changed.editor.text != prompt.editor.text { previewPrompt() }
      return []
    case .cancelled:
      self.prompt = nil
      endPreview(of: changed)
      return []
    case .accepted(let text):
      checkPrompt()
      // What cannot be carried out stays to be corrected.
      guard self.prompt?.problem == nil else { return [] }
      self.prompt = nil
      endPreview(of: changed)
      promptHistory.append(text.trimmed, to: prompt.kind)
      return accept(text.trimmed, prompt.kind)
    }
  }

  /// Shows what the text would do to the lines held, where it can be read; nobody is asked yet.
  private mutating func previewPrompt() {
    guard let prompt, prompt.problem == nil else { return }
    let text = prompt.editor.text.trimmed
    switch prompt.kind {
    case .filter:
      guard let typed = try? LogFilter(parsing: text) else { return }
      var board = logs
      board.filter = typed
      guard let matcher = try? LogMatcher(board.effectiveFilter, table: settings.logs.fields) else {
        return
      }
      self.prompt?.isPreviewing = true
      logs.lines.apply(matcher, atMost: LogLines.typingPortion)
      countLevels()
    case .highlight: logs.highlight = text.isEmpty ? nil : LogHighlight(text)
    case .correlation, .command: break
    }
  }

  /// Takes back what typing has shown.
  private mutating func endPreview(of prompt: Prompt) {
    switch prompt.kind {
    case .filter:
      guard prompt.isPreviewing else { return }
      if let matcher = try? LogMatcher(logs.effectiveFilter, table: settings.logs.fields) {
        logs.lines.apply(matcher)
      }
      if let before = prompt.before {
        (logs.anchor, logs.selection) = (before.anchor, before.selection)
      }
      countLevels()
    case .highlight: logs.highlight = prompt.before?.highlight
    case .correlation, .command: break
    }
  }

  private mutating func checkPrompt() {
    guard let prompt else { return }
    let problem = problem(of: prompt)
    self.prompt?.problem = problem
  }

  private func problem(of prompt: Prompt) -> String? {
    let text = prompt.editor.text.trimmed
    switch prompt.kind {
    case .filter: return LogFilter.problem(in: text)
    case .highlight: return LogHighlight.problem(in: text)
    case .correlation:
      return text.isEmpty || CorrelationID(text) != nil ? nil : "this is no correlation ID"
    case .command: return nil
    }
  }

  private mutating func accept(_ text: String, _ kind: Prompt.Kind) -> [Effect] {
    switch kind {
    case .filter: return setFilter(text)
    case .highlight:
      logs.highlight = text.isEmpty ? nil : LogHighlight(text)
      if logs.highlight != nil { say("\(keyText(.nextHit)) \(keyText(.previousHit)) go to hits") }
      return []
    case .correlation:
      guard let id = CorrelationID(text) else { return [] }
      return correlate(to: id)
    case .command: return carryOut(text)
    }
  }

  /// Takes a filter into force; a text that cannot be read changes nothing.
  mutating func setFilter(_ text: String) -> [Effect] {
    guard LogFilter.problem(in: text) == nil, let filter = try? LogFilter(parsing: text) else {
      say(LogFilter.problem(in: text) ?? "", .warning)
      return []
    }
    // The ID of a request is looked for as one: in the streams of all services, and as far back as
    // need be.
    if let wanted = filter.correlationID.flatMap({ CorrelationID($0) }) {
      let effects = correlate(to: wanted)
      logs.filter = filter.withoutCorrelation
      return effects + replan()
    }
    logs.filter = filter
    return replan()
  }
}

extension String {
  /// The text without blanks at its ends.
  var trimmed: String {
    var text = self[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

extension LogFilter {
  /// The correlation ID that lines have to have; `nil` for none.
  fileprivate var correlationID: String? {
    conditions.lazy.compactMap { if case .correlation(let id) = $0 { id } else { nil } }.first
  }

  /// What else lines have to meet.
  fileprivate var withoutCorrelation: LogFilter {
    LogFilter(conditions.filter { if case .correlation = $0 { false } else { true } })
  }
}
