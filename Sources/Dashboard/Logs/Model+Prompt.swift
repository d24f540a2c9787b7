import Logs
import Screen
import Telemetry

extension Model {
  mutating func openPrompt(_ kind: Prompt.Kind, text: String = "") {
    overlay = nil
    notice = nil
    prompt = Prompt(kind, text: text)
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
      return []
    case .cancelled:
      self.prompt = nil
      return []
    case .accepted(let text):
      checkPrompt()
      // What cannot be carried out stays to be corrected.
      guard self.prompt?.problem == nil else { return [] }
      self.prompt = nil
      promptHistory.append(text.trimmed, to: prompt.kind)
      return accept(text.trimmed, prompt.kind)
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
