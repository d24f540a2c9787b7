package import Signals
package import Telemetry

/// The known state: clock, answers of servers, and queries in force.
package struct World: Hashable, Sendable {
  /// The latest tick, or the moment of a later answer.
  package private(set) var now: Timestamp
  /// When the dashboard began to ask.
  let startedAt: Timestamp
  /// The queries in force.
  package private(set) var plan = PollPlan()
  /// The context of the signals' expressions; as old as the plan.
  package private(set) var queryContext = QueryContext(rateWindow: .seconds(60))
  /// Queries of each panel on screen, by the panel's ID; as old as the plan.
  package private(set) var panelQueries: [String: [PanelQuery]] = [:]
  /// Whether the plan waits for the scrape interval and the metrics to be known.
  private(set) var isPlanPartial = true
  /// The question that each poll was last planned with; outlives the plan, as readings do.
  private var questions: [Poll.ID: Poll.Question] = [:]
  /// What was looked at when each poll was last planned.
  private var selectors: [Poll.ID: [LabelMatcher]] = [:]
  /// The polls that were asked before services were known.
  var foreseen: Set<Poll.ID> = []
  /// Readings, by poll.
  package private(set) var readings: [Poll.ID: PollReading] = [:]
  /// The shortest interval of all targets, for what nothing else is known of; 15 s while unknown.
  var scrapeInterval = Duration.seconds(15)
  /// The longest interval of the targets of each job.
  var scrapeIntervals: [String: Duration] = [:]
  /// The jobs that have a target that is up.
  var scrapedJobs: Set<String> = []
  /// The metric names that the server has; `nil` while they are not known.
  package internal(set) var inventory: Set<String>?
  /// The names taken for counters that are native histograms.
  var histogramCounters: Set<String> = []
  /// The histograms whose exponential and custom buckets the server has refused to add up, by what was
  /// looked at.
  private(set) var splitHistograms: [[LabelMatcher]: Set<String>] = [:]
  /// The metric names that the server has had at any moment asked about.
  var seenMetrics: Set<String> = []
  /// What finds services and their profiles; `nil` where one profile is named for all.
  private(set) var discovery: Discovery?
  /// What the server's index has said, by question.
  var labelValues: Discovery.Answers = [:]
  /// The questions to the server's index by which services are found, as far as its answers lead.
  var labelSearches: [LabelSearch] = []
  /// Whether finding services needs type and unit of metrics.
  var wantsMetadata = false
  /// Whether some question about services is left, so that more may be found.
  var isFindingServices = true
  /// The services by their names alone; `nil` while they are not known.
  var found: [FoundService]?
  /// The services that the server has metrics of, in order of name, each in all places that it runs in;
  /// `nil` while they are not known.
  package internal(set) var services: [FoundService]?
  /// How far apart the samples of services are, and when the last ones came.
  var pulses = ServicePulses()
  /// Which services are asked for alike.
  var roster = ServiceRoster { _ in .seconds(60) }
  /// The figures of the table of services.
  var fleet = FleetFigures()
  /// The figures of the table of endpoints.
  private(set) var endpoints = EndpointFigures()
  /// The figures of what services run on and wait for.
  private(set) var vitals = VitalFigures()
  /// What has happened to what is looked at.
  private(set) var marks = MarkBoard()
  /// What an earlier start found out; `nil` where none did, or where nothing of it is used.
  var remembered: RememberedServer?
  /// Whether what the next start can begin with has been given away.
  var isRemembered = false
  /// The service that there is beside what services stand on; `nil` where there are several or none.
  var onlyService: FoundService?
  /// The longest distance of samples of those services; `nil` while none is known.
  var longestSpacing: Duration?
  /// What services say of themselves.
  var descriptions: [ServiceDescription.Key: ServiceDescription] = [:]
  /// The alerts of all servers.
  package private(set) var alertBoard = AlertBoard(alerts: [], rules: [], suppressions: [])
  /// The silences, as far as they have been asked for.
  package private(set) var silences = SilenceBoard()
  /// How servers have answered.
  package private(set) var health: [ServerRole: ServerHealth] = [:]
  /// Requests made, and the cost of the process.
  package private(set) var costs = CostLedger()
  /// The log lines.
  package var logs: LogFeed

  /// Nothing known but what an earlier start found out.
  package init(
    settings: DashboardSettings,
    now: Timestamp,
    remembered: Recollection? = nil
  ) {
    self.now = now
    startedAt = now
    logs = LogFeed(settings: settings.logs)
    discovery = remembered?.discovery ?? Self.discovery(settings)
    labelSearches = discovery?.round([:]).searches ?? []
    remembered?.apply(to: &self)
  }

  /// What finds services with some settings; `nil` where one profile is named for all.
  static func discovery(_ settings: DashboardSettings) -> Discovery? {
    settings.profileTable.map { Discovery($0, selector: settings.selector) }
  }

  /// Lets time pass, and never run back.
  mutating func advance(to moment: Timestamp) {
    now = max(now, moment)
  }

  /// Takes in what the process has cost.
  mutating func receive(_ cost: ProcessCost) {
    costs.receive(cost, at: now)
  }

  /// What is about the servers, whatever is looked at.
  private static let standing: Set<Poll.ID> = [
    .targets, .alerts, .rules, .suppressions, .silences,
  ]

  /// Forgets the answers that other settings may change.
  mutating func forget(for settings: DashboardSettings) {
    readings = readings.filter { Self.standing.contains($0.key) }
    if !settings.servers.contains(.alertmanager) {
      readings[.suppressions] = nil
      readings[.silences] = nil
    }
    (inventory, splitHistograms) = (nil, [:])
    (discovery, labelValues, services, found) = (Self.discovery(settings), [:], nil, nil)
    (labelSearches, wantsMetadata) = (discovery?.round([:]).searches ?? [], false)
    (isFindingServices, remembered) = (true, nil)
    (pulses, roster) = (ServicePulses(), ServiceRoster { _ in .seconds(60) })
    (onlyService, longestSpacing, fleet) = (nil, nil, FleetFigures())
    (endpoints, vitals, marks) = (EndpointFigures(), VitalFigures(), MarkBoard())
    mergeAlerts()
    logs.lines.hold(lines: settings.logs.heldLines, bytes: settings.logs.heldBytes)
  }
}

/// Answers.
extension World {
  /// Takes in what came of one poll.
  ///
  /// - Returns: Whether what is to be asked may depend on it.
  mutating func receive(_ outcome: Outcome) -> Bool {
    advance(to: outcome.at)
    costs.receive(outcome)
    health[outcome.poll.server, default: ServerHealth()].receive(outcome)
    // Where only the interval differs, it is the answer to the same question.
    guard let poll = plan.polls.first(where: { $0.id == outcome.poll.id }),
      poll.question == outcome.poll.question
    else {
      health[outcome.poll.server]?.keep(Set(plan.polls.map(\.id)))
      return false
    }
    readings[poll.id, default: PollReading()].receive(outcome, to: poll)
    if case .labelValues(let search) = poll.question { return noteLabelValues(search, poll.id) }
    switch poll.id {
    case .alerts, .rules, .suppressions, .silences:
      mergeAlerts()
      return false
    case .metadata: return noteMetadata()
    case .targets:
      noteTargets()
      return true
    case .inventory:
      noteInventory()
      return true
    case .samples: return notePulses()
    case .descriptions:
      noteDescriptions()
      return isPlanPartial
    default:
      let isTelling = takeFigures(of: poll.id)
      return noteSplit(poll.id) || isTelling || isPlanPartial
    }
  }

  /// Takes the figures of tables from what is held of a poll.
  ///
  /// - Returns: Whether what is to be asked depends on it.
  private mutating func takeFigures(of id: Poll.ID) -> Bool {
    fleet.receive(readings[id], of: id, roster)
    endpoints.receive(readings[id], of: id, queryContext.profile)
    marks.receive(readings[id], of: id)
    return vitals.receive(readings[id], of: id)
  }

  private static let percentiles: [Signal.ID] = [
    .latencyP50, .latencyP95, .latencyP99, .latencyBuckets,
  ]

  /// Notes that a server has left out durations for the forms of their buckets differ.
  ///
  /// Of several questions in one request a server warns of one, for its words are the same for all.
  ///
  /// - Source: `NewMixedExponentialCustomHistogramsWarning` and `Annotations.Merge` in
  ///   <https://github.com/prometheus/prometheus/blob/main/util/annotations/annotations.go>.
  private mutating func noteSplit(_ id: Poll.ID) -> Bool {
    guard let duration = queryContext.profile.requests.duration,
      Self.percentiles.contains(where: {
        PanelQuery.id($0) == id || PanelQuery.id($0, .range) == id
      }),
      readings[id]?.warnings.contains(where: {
        $0.contains("mix of histograms with exponential and custom buckets")
      }) == true
    else { return false }
    return splitHistograms[queryContext.selector, default: []].insert(duration).inserted
  }

  /// Takes the names of metrics once, and not with each frame.
  private mutating func noteInventory() {
    guard case .vector(let vector)? = readings[.inventory]?.reading.held?.value else { return }
    let names = Set(vector.compactMap { $0.labels["__name__"] })
    inventory = names
    histogramCounters = Set(
      vector.lazy.filter { $0.histogram != nil }.compactMap { $0.labels["__name__"] }
    )
    seenMetrics.formUnion(names)
  }

  private mutating func mergeAlerts() {
    alertBoard = AlertBoard(
      alerts: alerts(.alerts),
      rules: rules ?? [],
      suppressions: alerts(.suppressions)
    )
    guard case .silences(let known)? = readings[.silences]?.reading.held?.value else {
      silences = SilenceBoard()
      return
    }
    silences.take(known, alertBoard.all, at: now)
  }

  private func alerts(_ id: Poll.ID) -> [Alert] {
    guard case .alerts(let alerts)? = readings[id]?.reading.held?.value else { return [] }
    return alerts
  }
}

/// Questions.
extension World {
  /// Puts a plan into force.
  ///
  /// - Parameters:
  ///   - planner: What it is made from.
  ///   - context: What expressions were made from.
  ///   - asking: What the view on screen asks.
  /// - Returns: Whether the plan differs from the last.
  mutating func replan(
    _ planner: PollPlanner,
    _ context: QueryContext,
    _ asking: Asking
  ) -> Bool {
    isPlanPartial = isDiscovering || asksPanelsFirst
    queryContext = context
    panelQueries = asking.panels
    marks.ask(planner)
    let foresees = canForesee(planner.settings.profile)
    let next = planner.plan(
      asking,
      context,
      isDiscovering: isDiscovering && !foresees,
      isFirst: asksPanelsFirst
    )
    if foresees { foreseen = Set((asking.queries + asking.moments.map(\.query)).map(\.id)) }
    if !isDiscovering { forgetForeseen(but: next) }
    guard next != plan else { return false }
    for poll in next.polls {
      let old = questions.updateValue(poll.question, forKey: poll.id)
      let selector = selectors.updateValue(context.choice, forKey: poll.id)
      guard let old, old != poll.question else { continue }
      if poll.id.isOfSubject, poll.question.expression != old.expression {
        readings[poll.id] = nil
      }
      // Figures of one service or endpoint must not stand for those of another.
      if selector != context.choice, poll.id != .inventory { readings[poll.id] = nil }
      supersede(poll, after: old)
      if readings[poll.id] == nil { _ = takeFigures(of: poll.id) }
    }
    plan = next
    let asked = Set(next.polls.map(\.id))
    for role in health.keys { health[role]?.keep(asked) }
    return true
  }

  /// Keeps of what was asked too early what is asked alike now.
  private mutating func forgetForeseen(but plan: PollPlan) {
    guard !foreseen.isEmpty else { return }
    let asked = Dictionary(plan.polls.map { ($0.id, $0.question) }) { first, _ in first }
    for id in foreseen where asked[id] != questions[id] {
      readings[id] = nil
      questions[id] = nil
    }
    foreseen = []
  }

  /// An answer to the older form of a question: points of a range stay in place while the new ones
  /// come, but a single value of another moment must not stand for this one.
  private mutating func supersede(_ poll: Poll, after old: Poll.Question) {
    if case .instant = poll.question, poll.id != .inventory, poll.question.isFixed || old.isFixed {
      readings[poll.id] = nil
    } else {
      readings[poll.id]?.isSuperseded = true
    }
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
  /// Alertmanager's silences.
  package static let silences = Poll.ID("silences")
  /// What the rule of the alert on screen measures.
  package static let alertValue = Poll.ID("alert.value")
  /// When the alert on screen has fired.
  package static let alertHistory = Poll.ID("alert.history")
  /// The samples of the latest scrape of each target.
  package static let scrapedSamples = Poll.ID("targets.samples")
  /// Type and unit of metrics.
  package static let metadata = Poll.ID("metadata")
  /// Which metrics exist.
  package static let inventory = Poll.ID("inventory")

  /// Whether another wording of it is about something else, of which older answers say nothing.
  var isOfSubject: Bool { [.alertValue, .alertHistory].contains(self) }
}
