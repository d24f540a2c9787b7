import Signals
import Telemetry

extension Model {
  /// Whether scrape interval and metrics are still unknown, so that asking for signals now would
  /// mean asking twice.
  ///
  /// A second is all that is waited for them.
  var isDiscovering: Bool {
    guard now - startedAt < .seconds(1) else { return false }
    return readings[.targets] == nil || readings[.inventory] == nil
  }

  /// Puts the plan for the present state together; an effect only where it differs from the last.
  mutating func replan() -> [Effect] {
    replanPolls() + replanLogs()
  }

  /// The same of polls alone.
  mutating func replanPolls() -> [Effect] {
    isPlanPartial = isDiscovering
    queryContext = makeQueryContext()
    panelQueries = [:]
    var scope = PanelScope()
    scope.hasCursor = timeline.cursor != nil
    for panel in panels {
      scope.isFullScreen = fullScreen == panel.id
      panelQueries[panel.id] = panel.queries(queryContext, scope)
    }
    let next = makePlan()
    guard next != plan else { return [] }
    for poll in next.polls {
      let old = questions.updateValue(poll.question, forKey: poll.id)
      if let old, old != poll.question { supersede(poll, after: old) }
    }
    plan = next
    let asked = Set(next.polls.map(\.id))
    for role in health.keys { health[role]?.keep(asked) }
    return [.poll(next)]
  }

  /// An answer to the older form of a question: points of a range stay in place while the new ones
  /// come, but a single value of another moment must not stand for this one.
  private mutating func supersede(_ poll: Poll, after old: Poll.Question) {
    switch poll.question {
    case .range:
      readings[poll.id]?.isSuperseded = true
    case .instant(_, let at):
      guard poll.id != .inventory else { return }
      var wasFixed = false
      if case .instant(_, .some) = old { wasFixed = true }
      if at != nil || wasFixed {
        readings[poll.id] = nil
      } else {
        readings[poll.id]?.isSuperseded = true
      }
    default:
      break
    }
  }

  private func makePlan() -> PollPlan {
    // Another range is asked while paused, as it was then; what is of now stays as it is.
    let isHeld = timeline.pausedAt != nil
    var polls = isHeld && timeline.end != nil ? [] : standingPolls()
    if !isDiscovering {
      var seen = Set(polls.map(\.id))
      for panel in askedPanels {
        for query in panelQueries[panel.id] ?? [] {
          guard query.missingMetric == nil, seen.insert(query.id).inserted else { continue }
          polls.append(poll(for: query))
        }
      }
      if let (query, moment) = storyQuery, seen.insert(query.id).inserted {
        let interval: Duration = moment == nil ? .seconds(60) : .seconds(300)
        polls.append(
          Poll(query.id, .prometheus, .instant(query.expression, at: moment), every: interval)
        )
      }
      // Whatever is on screen: a server goes on answering for minutes after a service has gone.
      if let query = PanelQuery(.sampleTime, in: queryContext), query.missingMetric == nil,
        seen.insert(query.id).inserted
      {
        polls.append(poll(for: query))
      }
    }
    return PollPlan(polls: polls, isPaused: isHeld && timeline.end == nil)
  }

  /// The panels on screen: nothing else is asked for.
  var askedPanels: [Panel] {
    guard let fullScreen, let panel = panels.first(where: { $0.id == fullScreen }) else {
      return fullScreen == nil ? panels : []
    }
    return [panel]
  }

  private func standingPolls() -> [Poll] {
    let refresh = settings.refresh
    let slow = max(refresh, .seconds(60))
    let context = queryContext
    var polls = [
      Poll(.targets, .prometheus, .targets, every: max(refresh, .seconds(15))),
      Poll(
        .inventory,
        .prometheus,
        .instant(Signal.inventoryExpression(in: context), at: timeline.end),
        every: max(refresh, settings.inventoryInterval)
      ),
      Poll(.alerts, .prometheus, .alerts, every: refresh),
      Poll(.rules, .prometheus, .rules, every: slow),
    ]
    if settings.servers.contains(.alertmanager) {
      polls.append(Poll(.suppressions, .alertmanager, .suppressions, every: refresh))
    }
    return polls
  }

  private func poll(for query: PanelQuery) -> Poll {
    let isFixed = timeline.end != nil
    let pace = query.pace == .slow ? max(settings.refresh, .seconds(60)) : settings.refresh
    switch query.form {
    case .instant:
      return Poll(
        query.id,
        .prometheus,
        .instant(query.expression, at: timeline.end),
        every: isFixed ? .seconds(300) : pace
      )
    case .range:
      let grain = grain
      let window = RangeWindow(
        expression: query.expression,
        end: timeline.end,
        length: timeline.range.length,
        step: grain.step,
        overlap: max(grain.rateWindow, .seconds(35))
      )
      // A new point cannot come more often than once a step.
      return Poll(
        query.id,
        .prometheus,
        .range(window),
        every: isFixed ? .seconds(300) : max(pace, grain.step)
      )
    }
  }
}
