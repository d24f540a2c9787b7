import Signals
package import Telemetry

/// Queries of a view, besides those that always run.
package struct Asking: Hashable, Sendable {
  /// The queries of panels, by the panel's ID.
  package var panels: [String: [PanelQuery]] = [:]
  /// The panels whose queries are asked, in their order.
  package var order: [String] = []
  /// Single values at a moment; at `nil` they are current, and polled.
  package var moments: [Moment] = []
  /// Whether alerts are looked at closely: silences are asked for, and rules more often.
  package var isOfAlerts = false
  /// Whether there is a chart, on which marks show what has happened.
  package var wantsMarks = false

  /// A single value at a moment.
  package struct Moment: Hashable, Sendable {
    /// The question.
    package var query: PanelQuery
    /// The moment; `nil` for now.
    package var at: Timestamp?
  }

  /// Nothing.
  package init() {}

  /// The queries in the order of asking.
  var queries: [PanelQuery] { order.flatMap { panels[$0] ?? [] } }
}

/// Plans polls from what is wanted and what is known.
package struct PollPlanner: Sendable {
  let settings: DashboardSettings
  let timeline: Timeline
  let scope: Scope
  /// Step and rate window.
  let grain: QueryGrain
  /// The metric names that the server has; `nil` while they are not known.
  let inventory: Set<String>?
  /// The names taken for counters that are native histograms.
  var histogramCounters: Set<String> = []
  /// The histograms that a server does not add up, for the buckets of some are exponential and of others
  /// custom, by what is looked at.
  var splitHistograms: [[LabelMatcher]: Set<String>] = [:]
  /// The questions by which services are found.
  var searches: [LabelSearch] = []
  /// Whether finding services needs type and unit of metrics.
  var wantsMetadata = false
  /// The services; `nil` while they are not known, or where one profile is named for all.
  var services: [FoundService]?
  /// The names of metrics that profiles know and the server has; `nil` while they are not known.
  var metricNames: Set<String>?
  /// The window of `rate` for exporters, where it is another.
  var exporterWindow: Duration?
  /// Whether marks are looked at, also where there is no chart.
  var wantsMarks = false
  /// What tells the log lines of the service that is looked at; empty where all are, `nil` where nothing
  /// does.
  var logMatchers: [LabelMatcher]? = []
  /// What stands for all streams of log lines where no other selector does.
  var allStreams: [LabelMatcher] = []

  /// The context of the signals' expressions; the one place where a scope becomes
  /// matchers.
  ///
  /// - Parameter inner: What is looked at more closely than the scope says; `nil` for nothing.
  /// - Returns: The context.
  func makeQueryContext(within inner: Scope? = nil) -> QueryContext {
    let profile = profile(of: inner ?? scope)
    var context = QueryContext(
      profile: profile,
      selector: settings.selector + (inner ?? scope).matchers,
      exporterSelector: settings.exporterSelector,
      rateWindow: grain.rateWindow,
      liveWindow: grain.liveWindow,
      inventory: inventory
    )
    context.range = timeline.range.length
    context.columnWindow = max(grain.liveWindow, grain.columnStep)
    context.histogramCounters = histogramCounters
    context.splitHistograms = splitHistograms[context.selector] ?? []
    let ofService = logMatchers ?? []
    context.logSelector = settings.logs.selector + (ofService.isEmpty ? allStreams : ofService)
    context.indistinctLogs = logMatchers == nil ? scope.service?.name : nil
    context.endpoint = (inner ?? scope).endpoint
    context.hasModelPrices = !settings.modelPrices.isEmpty
    context.exporterWindow = max(grain.liveWindow, exporterWindow ?? .zero)
    if (inner ?? scope).endpoint != nil {
      // A single endpoint may be asked for rarely.
      context.liveWindow = max(context.liveWindow, .seconds(300))
    }
    return context
  }

  /// The context for all services at once.
  ///
  /// - Parameter spacing: The distance of samples that windows suit.
  /// - Returns: The context.
  func makeFleetContext(_ spacing: Duration) -> QueryContext {
    var context = makeQueryContext(within: Scope())
    let own = QueryGrain(timeline, spacing: spacing, settings)
    context.liveWindow = own.liveWindow
    // Points are as far apart for all services.
    context.rateWindow = max(own.liveWindow, grain.step)
    context.exporterWindow = own.liveWindow
    context.inventory = metricNames
    // An element for each instance of all services would be too many.
    context.splitHistograms = []
    return context
  }

  /// The profile of the service that is looked at; of several that of most of them with what any has beside
  /// it, of none that of the settings.
  private func profile(of scope: Scope) -> MetricProfile {
    if let id = scope.service {
      let service =
        services?.first { $0.id == id }
        ?? services?.first { $0.id.label == id.label && $0.id.value == id.value }
      return service?.profile ?? settings.profile
    }
    let main = (services ?? []).filter(\.isMain)
    var able = main.isEmpty ? (services ?? []).filter { $0.traits.contains(.requests) } : main
    // What counts no requests may have something else, and is the one that is looked at.
    if able.isEmpty, services?.count == 1 { able = services ?? [] }
    guard able.count != 1 else { return able[0].profile ?? settings.profile }
    let counts = Dictionary(grouping: able.compactMap(\.row), by: \.name).mapValues(\.count)
    let most = counts.values.max() ?? 0
    // A tie goes to the settings' own, then to the first service.
    if counts[settings.profile.name] == most { return settings.profile }
    let row = able.compactMap(\.row).first { counts[$0.name] == most }
    return row.map { FoundService.profile($0, with: able) } ?? settings.profile
  }

  /// All that is to be asked.
  ///
  /// - Parameters:
  ///   - asking: What the view on screen asks.
  ///   - context: What expressions are made from.
  ///   - isDiscovering: Whether services are being found, so that only that is asked.
  ///   - isFirst: Whether what the view asks goes before all else.
  /// - Returns: The plan.
  func plan(
    _ asking: Asking,
    _ context: QueryContext,
    isDiscovering: Bool,
    isFirst: Bool = false
  ) -> PollPlan {
    // Another range is asked while paused, as it was then; live values stay as they are.
    let isHeld = timeline.pausedAt != nil
    let asksStanding = !isHeld || timeline.end == nil
    var standing = asksStanding ? standingPolls(context) : []
    if asksStanding, asking.isOfAlerts { standing = closer(standing) }
    // Until services are known, nothing else is worth asking, unless it can be foreseen; then guessing about
    // others can wait, first for how far apart samples are, and then behind the panels.
    let awaitsSamples = isDiscovering && standing.contains { $0.id == .samples }
    standing += asksStanding ? searchPolls(isGuessing: !awaitsSamples) : []
    let own = polls(for: asking, context, isDiscovering: isDiscovering, besides: standing)
    if isFirst, !isDiscovering, !own.isEmpty { standing = [] }
    return PollPlan(
      polls: isDiscovering ? standing + own : own + standing,
      isPaused: isHeld && timeline.end == nil
    )
  }

  /// What the view on screen asks, beside what is asked whatever it is.
  private func polls(
    for asking: Asking,
    _ context: QueryContext,
    isDiscovering: Bool,
    besides standing: [Poll]
  ) -> [Poll] {
    var polls: [Poll] = []
    var seen = Set(standing.map(\.id))
    // What is asked of a Loki depends on no metrics.
    for query in asking.queries where !isDiscovering || query.server == .loki {
      guard query.missingMetric == nil, query.lack(settings.logs) == nil else { continue }
      if seen.insert(query.id).inserted { polls.append(poll(for: query)) }
    }
    if !isDiscovering {
      for moment in asking.moments where seen.insert(moment.query.id).inserted {
        let interval: Duration = moment.at == nil ? .seconds(60) : .seconds(300)
        let question = Poll.Question.instant(moment.query.expression, at: moment.at)
        var poll = Poll(moment.query.id, .prometheus, question, every: interval)
        poll.isBatchable = moment.query.isBatchable
        polls.append(poll)
      }
      if asking.wantsMarks || wantsMarks {
        for query in MarkBoard.queries(self, context) { polls.append(poll(for: query)) }
      }
      // Whatever is on screen: a server answers for minutes after a service has gone.
      if let query = PanelQuery(.sampleTime, in: context), query.missingMetric == nil,
        seen.insert(query.id).inserted
      {
        polls.append(poll(for: query))
      }
    }
    return polls
  }

  private func standingPolls(_ context: QueryContext) -> [Poll] {
    let refresh = settings.refresh
    let slow = max(refresh, .seconds(60))
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
    polls += servicePolls(slow)
    if settings.servers.contains(.alertmanager) {
      polls.append(Poll(.suppressions, .alertmanager, .suppressions, every: refresh))
    }
    return polls
  }

  /// The same where alerts are looked at closely.
  private func closer(_ polls: [Poll]) -> [Poll] {
    var polls = polls
    for index in polls.indices where polls[index].id == .rules {
      polls[index].interval = max(settings.refresh, .seconds(15))
    }
    if settings.servers.contains(.alertmanager) {
      polls.append(Poll(.silences, .alertmanager, .silences, every: settings.refresh))
    }
    return polls
  }

  /// What finds the services, which come and go over minutes.
  private func searchPolls(isGuessing: Bool) -> [Poll] {
    let seldom = max(settings.refresh, .seconds(300))
    let polls = searches.map { Poll(Poll.ID($0), .prometheus, .labelValues($0), every: seldom) }
    return wantsMetadata && isGuessing
      ? polls + [Poll(.metadata, .prometheus, .metadata, every: seldom)] : polls
  }

  /// What is asked of services whatever is on screen.
  ///
  /// How far apart their samples are and when the last came, and what they say of themselves: two
  /// questions, whatever the number of services.
  private func servicePolls(_ slow: Duration) -> [Poll] {
    var context = makeQueryContext(within: Scope())
    context.inventory = metricNames
    let samples =
      services.map { ServicePulses.expression(of: $0, context) }
      ?? (settings.profileTable == nil
        ? ServicePulses.expression(of: settings.profile, context) : nil)
    var polls: [Poll] = []
    if let samples {
      polls.append(Poll(.samples, .prometheus, .instant(samples, at: timeline.end), every: slow))
    }
    if metricNames?.contains(ServiceDescription.metric) == true {
      let isDotted = metricNames?.contains { $0.contains(".") } ?? false
      let expression = ServiceDescription.expression(context, isDotted: isDotted)
      polls.append(
        Poll(
          .descriptions,
          .prometheus,
          .instant(expression, at: timeline.end),
          every: max(slow, .seconds(300))
        )
      )
    }
    return polls
  }

  private func poll(for query: PanelQuery) -> Poll {
    let isFixed = timeline.end != nil
    let pace = query.pace == .slow ? max(settings.refresh, .seconds(60)) : settings.refresh
    var poll: Poll
    switch query.form {
    case .instant:
      poll = Poll(
        query.id,
        query.server,
        .instant(query.expression, at: timeline.end),
        every: isFixed ? .seconds(300) : pace
      )
    case .lines(let limit): return linesPoll(for: query, limit)
    case .range, .buckets:
      let isOfBuckets = query.form == .buckets
      let step = query.step ?? (isOfBuckets ? grain.columnStep : grain.step)
      var window = RangeWindow(
        expression: query.expression,
        end: timeline.end,
        length: query.length ?? timeline.range.length,
        step: step,
        overlap: max(grain.rateWindow, query.window ?? step, .seconds(35))
      )
      window.isOfBuckets = isOfBuckets
      // A new point cannot come more often than once a step.
      poll = Poll(
        query.id,
        query.server,
        .range(window),
        every: isFixed ? .seconds(300) : max(pace, step)
      )
    }
    poll.isBatchable = query.isBatchable
    return poll
  }

  private func linesPoll(for query: PanelQuery, _ limit: Int) -> Poll {
    let length = timeline.range.length
    let window = LineWindow(
      logQL: query.expression,
      end: timeline.end,
      length: length,
      limit: limit
    )
    // Rare lines of a long range make a server read all of it.
    let pace = max(settings.refresh, min(length / 360, .seconds(30)))
    let isFixed = timeline.end != nil
    return Poll(query.id, query.server, .lines(window), every: isFixed ? .seconds(300) : pace)
  }
}
