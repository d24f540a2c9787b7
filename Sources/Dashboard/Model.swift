package import Screen
package import Signals
package import Telemetry

/// The whole state of a dashboard, changed by `update` alone.
package struct Model: Hashable, Sendable {
  /// What covers the panels.
  package enum Overlay: Hashable, Sendable {
    /// The keys.
    case help
    /// What goldtop itself costs.
    case cost
  }

  /// A remark for a few seconds.
  struct Notice: Hashable, Sendable {
    var text: String
    var severity: Severity?
    var until: Timestamp
    /// Whether it outlasts the next key, as what goldtop says unasked does.
    var isKept = false
  }

  /// What it was told.
  package internal(set) var settings: DashboardSettings
  /// The terminal's size.
  package internal(set) var size: Size
  /// The columns that steps are chosen for: the terminal's, held while paused.
  var chartWidth: Int
  /// The latest tick.
  package internal(set) var now: Timestamp
  /// Which stretch of time is shown.
  package internal(set) var timeline: Timeline
  /// How times are shown.
  package internal(set) var timeDisplay: TimeDisplay
  /// The panel that has the focus, by ID; `nil` for none.
  package internal(set) var focus: String?
  /// The panel that fills the screen; `nil` shows the overview.
  package internal(set) var fullScreen: String?
  /// What covers the panels.
  package internal(set) var overlay: Overlay?
  /// First line shown of what scrolls: help, cost, the full-screen list.
  package internal(set) var scroll = 0
  /// The same of what lies behind an overlay.
  var scrollBehind = 0
  /// What is being asked.
  package internal(set) var plan = PollPlan()
  /// The question that each poll was last planned with; outlives the plan, as readings do.
  var questions: [Poll.ID: Poll.Question] = [:]
  /// What is known, by poll.
  package internal(set) var readings: [Poll.ID: PollReading] = [:]
  /// What the signals' expressions were made from; as old as the plan.
  package internal(set) var queryContext = QueryContext(rateWindow: .seconds(60))
  /// What each panel on screen asks, by the panel's ID; as old as the plan.
  var panelQueries: [String: [PanelQuery]] = [:]
  /// The alerts of all servers.
  package internal(set) var alertBoard = AlertBoard(alerts: [], rules: [], suppressions: [])
  /// The log lines and where one is in them.
  package internal(set) var logs: LogBoard
  /// The line that is being typed; `nil` for none.
  var prompt: Prompt?
  /// What was typed before.
  var promptHistory = PromptHistory()
  /// How servers have answered.
  package internal(set) var health: [ServerRole: ServerHealth] = [:]
  /// What was asked of servers.
  package internal(set) var ledger = CostLedger()
  /// What the process costs.
  package internal(set) var cost = ProcessCost()
  /// The cost a minute ago or later, so that rates can be told.
  package internal(set) var earlierCosts: [TimedCost] = []
  /// A changed configuration that waits to be loaded.
  package internal(set) var pendingSettings: DashboardSettings?
  /// Why the configuration file as it is now cannot be loaded; `nil` where it can.
  var configurationProblem: String?
  /// The metric names that the server has had at any moment asked about.
  var seenMetrics: Set<String> = []
  /// Whether the plan waits for the scrape interval and the metrics to be known.
  var isPlanPartial = true
  /// When the dashboard began to ask.
  let startedAt: Timestamp
  /// The remark shown.
  var notice: Notice?

  /// A process cost at a moment.
  package struct TimedCost: Hashable, Sendable {
    /// When it was taken.
    package var at: Timestamp
    /// The cost.
    package var cost: ProcessCost
  }

  /// Makes a dashboard that has asked nothing yet.
  package init(settings: DashboardSettings, size: Size, now: Timestamp) {
    self.settings = settings
    self.size = size
    chartWidth = size.width
    self.now = now
    startedAt = now
    timeline = Timeline(range: settings.range, end: settings.end)
    timeDisplay = settings.timeDisplay
    logs = LogBoard(settings: settings.logs)
    if views.contains(settings.view) { show(settings.view) }
    if let text = settings.notices.first {
      notice = Notice(text: text, severity: .warning, until: now + .seconds(10), isKept: true)
    }
  }

  /// The first plan.
  package mutating func start() -> [Effect] {
    replan()
  }

  /// Whether every poll of the plan has been answered or has failed at least once, so that a
  /// snapshot can be taken.
  package var isSettled: Bool {
    !isDiscovering
      && plan.polls.allSatisfy { poll in
        guard let reading = readings[poll.id] else { return false }
        return !reading.isSuperseded && reading.state(at: now) != .waiting
      }
  }

  /// The panels in their order.
  var panels: [Panel] { PanelCatalog.panels(for: settings) }

  /// The moment of looking: while paused, the moment of the pause.
  package var displayNow: Timestamp { timeline.pausedAt ?? now }

  /// Now by the clock of the metrics server, where that differs noticeably from ours.
  package var serverNow: Timestamp {
    displayNow + (health[.prometheus]?.clockSkew ?? .zero)
  }

  /// How often the service is scraped: the shortest interval of its targets; 15 s while unknown.
  package var scrapeInterval: Duration {
    let known = targets?.compactMap(\.scrapeInterval).filter { $0 > .zero } ?? []
    return known.min() ?? .seconds(15)
  }

  /// The active targets; `nil` while they are not known.
  package var targets: [ScrapeTarget]? {
    guard case .targets(let targets)? = readings[.targets]?.reading.held?.value else { return nil }
    return targets
  }

  /// What is known of alerts, and of which of them an Alertmanager keeps quiet.
  var alertsState: ReadingState {
    let alerts = readings[.alerts]?.state(at: now) ?? .waiting
    guard alerts == .fresh, settings.servers.contains(.alertmanager) else { return alerts }
    return readings[.suppressions]?.state(at: now) ?? .waiting
  }

  /// Merges the alerts of all servers anew.
  mutating func mergeAlerts() {
    var rules: [AlertRule] = []
    if case .rules(let known)? = readings[.rules]?.reading.held?.value { rules = known }
    alertBoard = AlertBoard(
      alerts: alerts(.alerts),
      rules: rules,
      suppressions: alerts(.suppressions)
    )
  }

  private func alerts(_ id: Poll.ID) -> [Alert] {
    guard case .alerts(let alerts)? = readings[id]?.reading.held?.value else { return [] }
    return alerts
  }

  /// The metric names that the server has; `nil` while they are not known.
  package var inventory: Set<String>? {
    guard let reading = readings[.inventory],
      case .vector(let vector)? = reading.reading.held?.value
    else { return nil }
    return Set(vector.compactMap { $0.labels["__name__"] })
  }

  /// Step and rate window for the range, the width of the terminal and the scrape interval.
  package var grain: QueryGrain {
    QueryGrain(
      range: timeline.range.length,
      points: max(40, min(600, 2 * chartWidth)),
      scrapeInterval: scrapeInterval
    )
  }

  /// What the signals' expressions depend on, as things stand.
  func makeQueryContext() -> QueryContext {
    QueryContext(
      profile: settings.profile,
      selector: settings.selector,
      exporterSelector: settings.exporterSelector,
      rateWindow: grain.rateWindow,
      liveWindow: grain.liveWindow,
      inventory: inventory
    )
  }

  /// How old the service's newest sample is, where that is more than lost scrapes explain.
  var sampleAge: Duration? {
    guard !timeline.isPast, let newest = readings[PanelQuery.id(.sampleTime)]?.vector.first else {
      return nil
    }
    // The value is as old as its own evaluation: an old answer says nothing of newer samples.
    let age = newest.timestamp - Timestamp(seconds: newest.value)
    return age > max(.seconds(45), scrapeInterval * 4) ? age : nil
  }

  /// What a panel has to say now, or at the time cursor where that is open.
  package func content(of panel: Panel) -> PanelContent {
    let input = PanelInput(
      context: queryContext,
      settings: settings,
      now: displayNow,
      readings: readings,
      sampleAge: sampleAge,
      absence: absence,
      isFullScreen: fullScreen == panel.id,
      panel: panel,
      queries: panelQueries[panel.id] ?? []
    )
    let content = panel.content(input)
    return timeline.cursor.map { content.at($0, within: grain.step) } ?? content
  }
}

extension Poll.ID {
  /// Active targets.
  package static let targets = Poll.ID("targets")
  /// Pending and firing alerts.
  package static let alerts = Poll.ID("alerts")
  /// Alerting rules.
  package static let rules = Poll.ID("rules")
  /// Alertmanager's alerts.
  package static let suppressions = Poll.ID("suppressions")
  /// Which metrics exist.
  package static let inventory = Poll.ID("inventory")
}
