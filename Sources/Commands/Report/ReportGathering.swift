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
    /// The share of requests that is to succeed, 0…1.
    var objective: Double
    /// Whether its window ends now.
    var isCurrent: Bool
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
    let discovery = Discovery(
      settings.profileTable ?? [settings.profile],
      selector: settings.selector,
      isGuessing: settings.profileTable != nil
    )
    let run = DiscoveryRun(
      source: inquiry.sources.metrics,
      now: inquiry.window.end,
      deadline: inquiry.deadline,
      concurrency: 2
    )
    let found = try await run.find(discovery)
    let names = await inquiry.answer("names of metrics") { () async throws(SourceError) in
      let search = SeriesSearch(
        from: inquiry.window.start,
        to: inquiry.window.end,
        deadline: inquiry.deadline
      )
      return try await inquiry.sources.metrics.labelValues(of: "__name__", search).value
    }
    let services = ReportServices(
      inquiry,
      found.services,
      selector: settings.selector,
      inventory: names.map { Set($0) }
    )
    await inquiry.reach(back: reach)
    let rules = await inquiry.answer("alerting rules") { () async throws(SourceError) in
      try await inquiry.sources.metrics.alertRules(deadline: inquiry.deadline).value
    }
    var report = ReportDocument(wish.kind, of: wish.subject, over: inquiry.window)
    let alerts = ReportAlerts(inquiry: inquiry, rules: rules ?? [])
    switch wish.kind {
    case .daily: report.sections = await daily(services, alerts)
    case .weekly: report.sections = await weekly(services, alerts)
    case .monthly: report.sections = await monthly(services, alerts, found.services)
    }
    return report
  }

  /// How far back the kind of report looks.
  private var reach: Duration {
    switch wish.kind {
    case .daily: .seconds((28 + 2) * 86_400)
    case .weekly: .seconds((28 + 7) * 86_400)
    case .monthly: .seconds(30 * 86_400)
    }
  }

  private func daily(_ services: ReportServices, _ alerts: ReportAlerts) async -> [ReportSection] {
    let activity = await alerts.activity()
    var sections = [inquiry.concluded(activity.firing()), inquiry.concluded(activity.fired())]
    let figures = await services.figures(point: ServiceFigures.hour, comparesPoints: true)
    let whole = Stretch(from: inquiry.window.start - .seconds(28 * 86_400), to: inquiry.window.end)
    sections.append(
      inquiry.concluded(figures.overviewSection(settings.thresholds), needing: whole)
    )
    sections.append(inquiry.concluded(figures.anomalySection(), needing: whole))
    sections.append(await targets.section())
    sections.append(await services.budgets(objective: wish.objective))
    return sections
  }

  private func weekly(_ services: ReportServices, _ alerts: ReportAlerts) async -> [ReportSection] {
    let week = ReportWeek(services: services, thresholds: settings.thresholds)
    let figures = await services.figures(point: Self.day, comparesPoints: false)
    let earlier = Stretch(
      from: inquiry.window.start - .seconds(28 * 86_400),
      to: inquiry.window.end
    )
    var sections = [
      inquiry.concluded(figures.overviewSection(settings.thresholds), needing: earlier),
      await week.endpoints(),
    ]
    sections += await week.trends()
    let activity = await alerts.activity()
    sections += [
      inquiry.concluded(activity.firing()), inquiry.concluded(activity.fired(limit: 10)),
    ]
    sections += await ReportLogs(inquiry: inquiry, settings: settings.logs).sections()
    sections += [await targets.section(), await services.budgets(objective: wish.objective)]
    return sections
  }

  private func monthly(
    _ services: ReportServices,
    _ alerts: ReportAlerts,
    _ found: [FoundService]
  ) async -> [ReportSection] {
    let month = ReportMonth(
      inquiry: inquiry,
      settings: settings,
      services: found,
      rules: alerts.rules,
      dashboards: wish.dashboards
    )
    return [
      await services.budgets(objective: wish.objective),
      await month.tuning(await alerts.activity()), await month.capacity(), await month.growth(),
      await month.unused(), await targets.section(), await month.servers(),
    ]
  }

  private static let day = Duration.seconds(86_400)

  private var targets: ReportTargets {
    ReportTargets(
      inquiry: inquiry,
      selector: settings.selector.map(\.promQL).joined(separator: ","),
      isCurrent: wish.isCurrent
    )
  }
}
