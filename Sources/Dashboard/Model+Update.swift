import Screen
import Telemetry

extension Model {
  /// Takes an event in and says what is to be done.
  ///
  /// Time passes by `tick` alone.
  package mutating func update(_ event: Event) -> [Effect] {
    switch event {
    case .key(let key):
      return press(key)
    case .resized(let size):
      self.size = size
      // The points held while paused are those of the width at that time.
      if timeline.pausedAt == nil || timeline.end != nil { chartWidth = size.width }
      countLevels()
      return replan()
    case .tick(let now):
      self.now = max(self.now, now)
      if let notice, notice.until <= now { self.notice = nil }
      clampCursor()
      let effects = tickLogs()
      return effects + (isPlanPartial ? replan() : [])
    case .outcome(let outcome):
      return receive(outcome)
    case .logs(let delivery):
      return receive(delivery)
    case .cost(let cost):
      self.cost = cost
      earlierCosts.append(TimedCost(at: now, cost: cost))
      let oldest = now - .seconds(60)
      earlierCosts.removeAll { $0.at < oldest }
      return []
    case .resumed:
      return [.redraw, .refresh]
    case .configurationChanged(let change):
      return receive(change)
    case .remark(let text):
      sayUnasked(text, .warning, for: .seconds(30))
      return []
    case .terminated:
      return [.quit]
    }
  }

  private mutating func receive(_ outcome: Outcome) -> [Effect] {
    now = max(now, outcome.at)
    ledger.receive(outcome)
    health[outcome.poll.server, default: ServerHealth()].receive(outcome)
    // Where only the interval differs, it is the answer to the same question.
    guard let poll = plan.polls.first(where: { $0.id == outcome.poll.id }),
      poll.question == outcome.poll.question
    else { return [] }
    var reading = readings[poll.id] ?? PollReading()
    reading.lifetime = lifetime(of: poll)
    switch outcome.result {
    case .success(let answered):
      reading.reading.receive(
        answered.payload,
        at: outcome.at,
        missing: emptiness(of: answered.payload, poll)
      )
      reading.warnings = answered.warnings
      reading.isSuperseded = false
    case .failure(let error):
      reading.reading.fail(error)
      if error != .cancelled { reading.isSuperseded = false }
    }
    readings[poll.id] = reading
    switch poll.id {
    case .alerts, .rules, .suppressions:
      mergeAlerts()
      return []
    case .targets:
      return replan()
    case .inventory:
      seenMetrics.formUnion(inventory ?? [])
      return replan()
    default:
      return isPlanPartial ? replan() : []
    }
  }

  /// Two refreshes and a little: one that is late does not make a panel stale.
  ///
  /// What is asked about a fixed moment does not age; alerts and targets are of now whatever the
  /// window shows.
  private func lifetime(of poll: Poll) -> Duration {
    poll.question.isFixed ? .seconds(1_000_000_000) : poll.interval * 2 + .seconds(2)
  }

  /// What an empty answer lacks; `nil` where it is not empty, or where nothing is good news.
  ///
  /// What more is known of that, panels say by what is known when they are looked at.
  private func emptiness(of payload: Outcome.Payload, _ poll: Poll) -> String? {
    guard poll.id != .inventory else { return nil }
    switch payload {
    case .vector(let vector) where vector.isEmpty: return "no values"
    case .matrix(let matrix) where matrix.isEmpty: return "no values"
    default: return nil
    }
  }

  private mutating func receive(_ change: ConfigurationChange) -> [Effect] {
    switch change {
    case .ready(let settings):
      pendingSettings = settings
      configurationProblem = nil
      sayUnasked("configuration changed: \(keyText(.reload)) loads it", for: .seconds(3600))
    case .broken(let reason):
      pendingSettings = nil
      configurationProblem = reason
      sayUnasked("configuration not loaded: \(reason)", .critical, for: .seconds(30))
    }
    return []
  }

  /// Shows a remark for some seconds, whatever keys are pressed.
  mutating func sayUnasked(_ text: String, _ severity: Severity? = nil, for span: Duration) {
    notice = Notice(text: text, severity: severity, until: now + span, isKept: true)
  }

  /// Shows a remark on a key, for some seconds or until the next key.
  mutating func say(_ text: String, _ severity: Severity? = nil, for span: Duration = .seconds(4)) {
    notice = Notice(text: text, severity: severity, until: now + span)
  }
}
