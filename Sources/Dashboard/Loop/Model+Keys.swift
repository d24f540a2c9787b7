import Logs
import Screen
import Telemetry

extension Model {
  /// Handles a key; a paste never stands for commands.
  mutating func press(_ key: Key) -> [Effect] {
    // A remark is about the key before.
    if notice?.isKept == false { notice = nil }
    if typing.prompt != nil { return type(key) }
    if case .paste = key { return visit { $0.say("pasted text is ignored") } }
    guard let action = scene.keyMap.action(for: key) else { return [] }
    if journey.overlay?.kind == .marks, action == .open { return perform(.back) }
    if journey.overlay != nil, !action.isForOverlays {
      // Keys do nothing to what an overlay hides: the one that quits closes it, but for Ctrl-C.
      guard action == .quit else { return [] }
      return perform(key == .control("c") ? .quit : .back)
    }
    return perform(action)
  }

  /// Hands an action from taker to taker.
  mutating func perform(_ action: Action) -> [Effect] {
    let before = (journey.here.view, journey.here.subject, journey.hasWayBack)
    var effects: [Effect]
    switch action {
    case .view(let id): effects = turn(to: id)
    case .general(let general): effects = performGeneral(general)
    case .move(let move) where journey.overlay != nil:
      effects = []
      (journey.overlay, journey.here.timeline) = scene.movingOverlay(move)
    case .move, .part, .lines, .time, .point:
      let view = currentView
      effects = visit { visit in
        let reaction = view.act(action, &visit)
        guard reaction == .passed else { return reaction }
        var keys = CommonKeys(visit)
        defer { visit = keys.visit }
        return keys.take(action)
      }
    }
    let after = (journey.here.view, journey.here.subject, journey.hasWayBack)
    return effects + replan() + settle(before == after ? .news : .change)
  }

  private mutating func performGeneral(_ action: Action.General) -> [Effect] {
    switch action {
    case .quit: return [.quit]
    case .back: journey.pop()
    case .help: journey.toggle(.help)
    case .cost: journey.toggle(.cost)
    case .command: openPrompt(.command, "")
    case .refresh: return visit { CommonKeys.refresh(&$0) }
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .reload: return reload()
    }
    return []
  }

  private mutating func turn(to id: ViewID) -> [Effect] {
    if let obstacle = catalog[id].obstacle(settings) {
      return visit { $0.say(obstacle) }
    }
    journey.turn(to: id)
    return []
  }

  private mutating func reload() -> [Effect] {
    switch configuration {
    case nil: return visit { $0.say("the configuration file is unchanged") }
    case .broken(let reason)?:
      sayUnasked("configuration not loaded: \(reason)", .critical, for: .seconds(30))
      return []
    case .ready(let settings)?:
      self.settings = settings
      configuration = nil
      world.forget(for: settings)
      journey = Journey(at: Opening.place(catalog.views[0].id, from: journey.here, settings))
      let effects = visit { CommonKeys.sayLoaded(&$0) }
      // What is asked for as before has lost its answer too.
      return effects + replan() + [.pointing(settings.isPointing), .refresh]
    }
  }
}

/// Typing.
extension Model {
  mutating func openPrompt(_ kind: Prompt.Kind, _ text: String) {
    journey.overlay = nil
    notice = nil
    typing.prompt = Prompt(kind, text: text)
    journey.hold()
    checkPrompt()
  }

  /// Takes a key into the line that is being typed.
  private mutating func type(_ key: Key) -> [Effect] {
    switch key {
    case .control("l"): return [.redraw]
    case .control("z"): return [.suspend]
    default: break
    }
    guard let before = typing.prompt, let answer = typing.take(key) else { return [] }
    checkPrompt()
    switch answer {
    case .typing:
      guard let prompt = typing.prompt, prompt.problem == nil,
        prompt.editor.text != before.editor.text
      else { return [] }
      return visit { CommandLine.preview(prompt.editor.text.trimmed, prompt.kind, &$0) }
    case .cancelled:
      typing.end()
      return endPreview(of: before)
    case .accepted(let text):
      // What cannot be carried out stays to be corrected.
      guard typing.prompt?.problem == nil else { return [] }
      typing.end(remembering: text.trimmed)
      let effects = endPreview(of: before)
      return effects + carryOut(text.trimmed, before.kind)
    }
  }

  private mutating func carryOut(_ text: String, _ kind: Prompt.Kind) -> [Effect] {
    visit { visit -> Reaction in
      var line = CommandLine(visit)
      defer { visit = line.visit }
      return line.carryOut(text, kind)
    } + replan() + settle(.change)
  }

  private mutating func checkPrompt() {
    guard let prompt = typing.prompt else { return }
    typing.prompt?.problem = CommandLine.problem(in: prompt.editor.text.trimmed, prompt.kind)
  }

  /// Takes back what typing has shown.
  private mutating func endPreview(of prompt: Prompt) -> [Effect] {
    journey.release()
    guard prompt.isPreviewing else { return [] }
    return show(journey.here[LogListState.self].search.effectiveFilter)
  }
}
