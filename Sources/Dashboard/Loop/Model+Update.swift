import Logs
import Screen
import Telemetry

extension Model {
  /// Takes an event in and says what is to be done; time passes by `tick` alone.
  package mutating func update(_ event: Event) -> [Effect] {
    switch event {
    case .key(let key): return press(key)
    case .pointer(let pointer): return Pointing.take(pointer, &self)
    case .resized(let size):
      self.size = size
      journey.here.timeline.resize(to: size.width)
      return replan() + settle(.change)
    case .tick(let now):
      world.advance(to: now)
      if let notice, notice.until <= now { self.notice = nil }
      world.logs.tick()
      let scene = scene
      journey.here.timeline.clampCursor(at: scene.serverNow, step: scene.step)
      return settle(.second) + (world.isPlanPartial ? replan() : [])
    case .outcome(let outcome):
      let mayOpen = world.isFindingServices && !journey.hasWayBack
      var effects = world.receive(outcome) ? replan() : []
      if let news = world.takeNews() { effects.append(.remember(news)) }
      guard mayOpen, let place = scene.servicesPlace else { return effects }
      world.isFindingServices = false
      journey.push(place)
      return effects + replan() + settle(.change)
    case .logs(let delivery): return receive(delivery)
    case .silence(let outcome): return visit { SilenceForm.conclude(outcome, &$0) } + replan()
    case .cost(let cost): world.receive(cost)
    case .resumed: return [.redraw, .refresh]
    case .configurationChanged(let change): receive(change)
    case .remark(let text): sayUnasked(text, .warning, for: .seconds(30))
    case .terminated: return [.quit]
    }
    return []
  }

  /// Asks what the present place wants, where that is something else than before.
  mutating func replan() -> [Effect] {
    let scene = scene
    let planner = scene.planner
    let context = planner.makeQueryContext()
    let asking = currentView.asking(scene, context)
    let polls = world.replan(planner, context, asking) ? [Effect.poll(world.plan)] : []
    return polls + replanLogs()
  }

  /// The same of log lines alone.
  ///
  /// - Parameter isForced: Asks again though the same lines are wanted.
  /// - Returns: What is to be done.
  private mutating func replanLogs(isForced: Bool = false) -> [Effect] {
    let place = journey.here
    let wanted =
      settings.logs.isPresent
      ? place[LogListState.self].search.plan(settings.logs, place.timeline) : nil
    guard world.logs.replan(wanted, settings.logs.fields, isForced: isForced) else { return [] }
    return [.logs(world.logs.plan)] + settle(.change)
  }

  /// Takes in what a plan of lines has brought; what a former plan still brings is left out.
  private mutating func receive(_ delivery: LogDelivery) -> [Effect] {
    world.advance(to: delivery.at)
    guard world.logs.plan?.generation == delivery.generation else { return [] }
    let floor = scene.logWindow?.start
    world.logs.receive(delivery.content, settings.logs.fields, countsFrom: floor)
    switch delivery.content {
    // All of it is asked for again: history and counts were of other streams.
    case .news(.selected): return replanLogs(isForced: true)
    case .history: return settle(.history)
    case .counts: return settle(.counts)
    case .news, .searching, .passed, .notes, .failed: return settle(.news)
    }
  }

  private mutating func receive(_ change: ConfigurationChange) {
    configuration = change
    switch change {
    case .ready:
      let key = scene.keyText(.reload)
      sayUnasked("configuration changed: \(key) loads it", for: .seconds(3600))
    case .broken(let reason):
      sayUnasked("configuration not loaded: \(reason)", .critical, for: .seconds(30))
    }
  }

  /// Shows a remark for some seconds, whatever keys are pressed.
  mutating func sayUnasked(_ text: String, _ severity: Severity? = nil, for span: Duration) {
    notice = Notice(text: text, severity: severity, until: world.now + span, isKept: true)
  }
}

/// Views at work.
extension Model {
  /// Lets the view, and what all views share of log lines, take in what has changed.
  mutating func settle(_ occasion: Occasion) -> [Effect] {
    let view = currentView
    let before = journey.here
    let effects = visit { visit -> Void in
      var list = LogList(visit: visit)
      list.settle(occasion)
      visit = list.visit
      view.settle(occasion, &visit)
    }
    return journey.here == before ? effects : effects + replan()
  }

  /// Shows only the lines held that a filter lets through; nothing is fetched.
  mutating func show(_ filter: LogFilter, atMost limit: Int = LogLines.portion) -> [Effect] {
    world.logs.apply(filter, atMost: limit)
    return settle(.change)
  }

  /// Lets something be done in the present place.
  mutating func visit(_ act: (inout Visit) -> Void) -> [Effect] {
    visit { visit -> Reaction in
      act(&visit)
      return .done
    }
  }

  /// Lets a view work on the present place.
  mutating func visit(_ act: (inout Visit) -> Reaction) -> [Effect] {
    let outcome = Self.outcome(of: act, in: scene)
    journey.here = outcome.place
    switch outcome.reaction {
    case .passed, .done: break
    case .go(let place): journey.push(place)
    case .turn(let place): journey.replace(by: place)
    case .back: journey.pop()
    }
    return outcome.requests.flatMap { carryOut($0) }
  }

  /// The scene is gone before its parts are changed, so that they need not be copied.
  private static func outcome(
    of act: (inout Visit) -> Reaction,
    in scene: Scene
  ) -> (place: Place, reaction: Reaction, requests: [Visit.Request]) {
    var visit = Visit(scene)
    let reaction = act(&visit)
    return (visit.place, reaction, visit.requests)
  }

  private mutating func carryOut(_ request: Visit.Request) -> [Effect] {
    switch request {
    case .say(let notice): self.notice = notice
    case .prompt(let kind, let text): openPrompt(kind, text)
    case .copy(let text): return [.copy(text)]
    case .olderLogs(let moment):
      world.logs.askForOlder()
      return [.olderLogs(before: moment)]
    case .countLogs(let stretch, let step):
      world.logs.askForCounts(of: stretch, at: world.now)
      return [.countLogs(stretch, step: step)]
    case .refresh: return [.refresh]
    case .pointing(let isOn):
      settings.isPointing = isOn
      return [.pointing(isOn)]
    case .silence(let order): return settings.allowsWriting ? [.silence(order)] : []
    case .overlay(let kind):
      journey.toggle(kind)
      (journey.overlay, journey.here.timeline) = scene.movingOverlay(nil)
    case .perform(let action): return perform(action)
    case .preview(let filter):
      typing.prompt?.isPreviewing = true
      return show(filter, atMost: LogLines.typingPortion)
    }
    return []
  }
}
