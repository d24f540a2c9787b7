import DashboardConfig
import PromQL
import Reports
import Runtime
import Signals
import Telemetry

/// Gathers what a report is made of.
struct ReportGathering {
  /// What a report is asked to be.
  struct Wish {
    var kind: ReportDocument.Kind
    /// What it is called in its title.
    var subject: String
    /// The environment variables.
    var variables: [String: String]
    /// Whether servers are asked, and no simulation.
    var asksServers: Bool
    /// The expressions of the dashboards that were given, one list each.
    var dashboards: [[String]]
  }

  let inquiry: ReportInquiry
  let settings: Settings
  let wish: Wish

  /// The report.
  ///
  /// - Returns: The report with what was answered.
  /// - Throws: `SourceError` where the metrics server does not answer at all.
  func report() async throws(SourceError) -> ReportDocument {
    let found = try await discover()
    let services = ReportServices(
      inquiry,
      found.services,
      selector: settings.selector,
      inventory: await inventory()
    )
    await inquiry.reach(back: reach)
    let lives = await ReportLives(
      inquiry: inquiry,
      services: services.services,
      context: services.context(.seconds(300)),
      reach: reach
    ).lives()
    let rules = await inquiry.answer("alerting rules") { () async throws(SourceError) in
      try await inquiry.sources.metrics.alertRules(deadline: inquiry.deadline).value
    }
    var report = ReportDocument(
      wish.kind,
      of: wish.subject,
      over: inquiry.window,
      in: inquiry.calendar
    )
    let alerts = ReportAlerts(inquiry: inquiry, rules: rules ?? [])
    inquiry.begin()
    switch wish.kind {
    case .daily: report.sections = await daily(services, alerts, lives)
    case .weekly: report.sections = await weekly(services, alerts, lives)
    case .monthly:
      report.sections = await monthly(services, alerts, lives, month(found.services, rules))
    }
    report.reaches = [inquiry.reach, inquiry.logReach].compactMap(\.self)
    return report
  }

  private func month(_ services: [FoundService], _ rules: [AlertRule]?) -> ReportMonth {
    ReportMonth(
      inquiry: inquiry,
      settings: settings,
      services: services,
      rules: rules,
      dashboards: wish.dashboards
    )
  }

  /// The services of the window, those that have gone in it among them.
  private func discover() async throws(SourceError) -> DiscoveryRun.Found {
    let discovery = Discovery(
      settings.profileTable ?? [settings.profile],
      selector: settings.selector,
      isGuessing: settings.profileTable != nil
    )
    func find(in stretch: Duration) async throws(SourceError) -> DiscoveryRun.Found {
      try await DiscoveryRun(
        source: inquiry.sources.metrics,
        now: inquiry.window.end,
        stretch: stretch,
        deadline: inquiry.deadline,
        concurrency: 2
      ).find(discovery)
    }
    do throws(SourceError) {
      return try await find(in: inquiry.window.length)
    } catch {
      // A large server's index of a month may be too much, and that of the last minutes is not.
      switch error {
      case .timedOut, .tooMuch, .http, .api: break
      case .unreachable, .notReady, .unauthorized, .malformed, .misconfigured, .cancelled:
        throw error
      }
      let found = try await find(in: Discovery.stretch)
      let reason = error.headline(of: inquiry.name(of: .metrics))
      inquiry.miss("services that have gone", because: reason, isFailure: true)
      return found
    }
  }

  /// The names of the metrics that there were in the window.
  private func inventory() async -> Set<String>? {
    let names = await inquiry.answer("names of metrics") { () async throws(SourceError) in
      let search = SeriesSearch(
        from: inquiry.window.start,
        to: inquiry.window.end,
        deadline: inquiry.deadline
      )
      return try await inquiry.sources.metrics.labelValues(of: "__name__", search).value
    }
    return names.map { Set($0) }
  }

  /// How far back the kind of report looks.
  private var reach: Duration {
    switch wish.kind {
    case .daily: .seconds((28 + 2) * 86_400)
    case .weekly: .seconds((28 + 7) * 86_400)
    case .monthly: .seconds(30 * 86_400)
    }
  }

  private func daily(
    _ services: ReportServices,
    _ alerts: ReportAlerts,
    _ lives: ServiceLives
  ) async -> [ReportSection] {
    let activity = await alerts.activity()
    var sections = [
      inquiry.concluded(activity.firing()),
      inquiry.concluded(activity.fired(), isOfSameAnswers: true),
    ]
    let hours = inquiry.calendar.hours(of: inquiry.window)
    let figures = await services.figures(of: hours, comparesPoints: true)
    sections += [
      overview(figures, lives),
      inquiry.concluded(figures.anomalySection(), needing: fiveWeeks, isOfSameAnswers: true),
    ]
    sections += gone(lives)
    sections.append(await targets.section())
    sections.append(await services.budgets(objective: settings.objective, lives))
    return sections
  }

  private func weekly(
    _ services: ReportServices,
    _ alerts: ReportAlerts,
    _ lives: ServiceLives
  ) async -> [ReportSection] {
    let week = ReportWeek(services: services, thresholds: settings.thresholds)
    let days = inquiry.calendar.days(7, through: inquiry.window.end)
    let figures = await services.figures(of: days, comparesPoints: false)
    var sections = [overview(figures, lives)] + gone(lives)
    sections.append(await week.endpoints())
    sections += await week.trends()
    let activity = await alerts.activity()
    sections += [
      inquiry.concluded(activity.firing()),
      inquiry.concluded(activity.fired(limit: 10), isOfSameAnswers: true),
    ]
    sections += await ReportLogs(inquiry: inquiry, settings: settings.logs).sections()
    sections += [
      await targets.section(), await services.budgets(objective: settings.objective, lives),
    ]
    return sections
  }

  private func overview(_ figures: ServiceFigures, _ lives: ServiceLives) -> ReportSection {
    var section = figures.overviewSection(settings.thresholds)
    section.remarks += lives.remarks(fiveWeeks, in: inquiry.calendar)
    return inquiry.concluded(section, needing: fiveWeeks)
  }

  /// The services that have gone, where any have.
  private func gone(_ lives: ServiceLives) -> [ReportSection] {
    lives.section().map { [inquiry.concluded($0)] } ?? []
  }

  /// The window and the four weeks before it.
  private var fiveWeeks: Stretch {
    Stretch(
      from: inquiry.calendar.moment(inquiry.window.start, daysBefore: 28),
      to: inquiry.window.end
    )
  }

  private func monthly(
    _ services: ReportServices,
    _ alerts: ReportAlerts,
    _ lives: ServiceLives,
    _ month: ReportMonth
  ) async -> [ReportSection] {
    var sections = [await services.budgets(objective: settings.objective, lives)] + gone(lives)
    sections += [
      await month.tuning(await alerts.activity()), await month.capacity(), await month.growth(),
      await month.unused(), await targets.section(), await month.servers(),
    ]
    if wish.asksServers {
      let access = ReportAccess(inquiry: inquiry, settings: settings, variables: wish.variables)
      sections.append(await access.section())
    }
    return sections
  }

  private var targets: ReportTargets {
    ReportTargets(
      inquiry: inquiry,
      selector: settings.selector.map(\.promQL).joined(separator: ",")
    )
  }
}
