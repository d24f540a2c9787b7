import Screen
import Telemetry

/// Rules, targets and silences in a snapshot; alerts are in every one.
struct AlertsReport {
  let scene: Scene

  /// The lists, and why one has no answer.
  var report: ViewReport {
    var report = ViewReport()
    let world = scene.world
    let targets = TargetTable(scene: scene)
    report.members = [
      ("rules", .list(RuleTable(scene: scene).list.rows.map(rule))),
      ("targets", .list(targets.list.rows.map { target($0, targets.samples(of: $0)) })),
    ]
    if scene.settings.servers.contains(.alertmanager) {
      report.members.append(("silences", .list((world.silences.silences ?? []).map(silence))))
    }
    if case .failed(let error, _) = world.state(of: .rules) {
      report.lack = "rules: \(error.headline)"
    }
    return report
  }

  private func rule(_ rule: AlertRule) -> JSONValue {
    [
      "name": .text(rule.name),
      "group": .text(rule.group),
      "promql": .text(rule.expression),
      "health": .text(rule.health.rawValue),
      "last_error": rule.lastError.map { .text($0) },
      "hold_for_seconds": .number(rule.holdFor.inSeconds),
      "last_evaluation": rule.lastEvaluation.map { .number($0.seconds) },
      "evaluation_seconds": rule.evaluationTime.map { .number($0.inSeconds) },
      "group_evaluation_seconds": rule.groupTime.map { .number($0.inSeconds) },
      "interval_seconds": rule.interval.map { .number($0.inSeconds) },
    ]
  }

  private func target(_ target: ScrapeTarget, _ samples: Int?) -> JSONValue {
    [
      "labels": .labels(target.labels),
      "health": .text(target.health.rawValue),
      "last_error": target.lastError.map { .text($0) },
      "last_scrape": target.lastScrape.map { .number($0.seconds) },
      "scrape_seconds": target.scrapeDuration.map { .number($0.inSeconds) },
      "interval_seconds": target.scrapeInterval.map { .number($0.inSeconds) },
      "samples": samples.map { .digits("\($0)") },
    ]
  }

  private func silence(_ silence: AlertSilence) -> JSONValue {
    [
      "id": .text(silence.id),
      "state": .text(silence.state.rawValue),
      "matchers": .list(silence.matchers.map { .text($0.promQL) }),
      "start": .number(silence.start.seconds),
      "end": .number(silence.end.seconds),
      "author": .text(silence.author),
      "comment": .text(silence.comment),
      "alerts": .digits("\(scene.world.silences.counts[silence.id] ?? 0)"),
    ]
  }
}
