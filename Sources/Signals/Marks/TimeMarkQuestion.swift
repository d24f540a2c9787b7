package import Telemetry

/// A question whose answer tells what has happened over a stretch of time.
///
/// Each gives points only for some time after something happened, so that the answer is small whatever the
/// number of services.
package enum TimeMarkQuestion: String, Hashable, Sendable, CaseIterable {
  /// When processes started, by what they say themselves.
  case starts
  /// When databases and machines started, by their exporters.
  case exportedStarts
  /// Versions by build information.
  case builds
  /// Versions by the resource of OpenTelemetry.
  case releases
  /// New instances of services that do not say when they started.
  case instances
  /// When alerts began to fire.
  case alerts
  /// When servers loaded their configuration.
  case reloads

  /// What is looked at.
  package struct Scope: Hashable, Sendable {
    /// The labels that name services; at least one.
    package var labels: [String]
    /// The service; `nil` for all.
    package var service: ServiceID?
    /// For how long something is told after it happened; at least the step.
    ///
    /// A process can be scraped some time after it started.
    package var span: Duration
    /// The distance of points.
    fileprivate var step: Duration
    /// Whether the server keeps names as OpenTelemetry has them.
    package var isDotted: Bool

    package init(labels: [String], service: ServiceID?, step: Duration, isDotted: Bool) {
      self.labels = labels.isEmpty ? ["job"] : labels
      self.service = service
      self.isDotted = isDotted
      span = max(.seconds(600), step * 2)
      self.step = max(.seconds(1), step)
    }
  }

  fileprivate static let start = "process_start_time_seconds"
  fileprivate static let resource = ServiceDescription.metric
  /// The metrics of exporters that tell when something started.
  private static let exported = [
    "node_boot_time_seconds", "redis_start_time_seconds", "pg_postmaster_start_time_seconds",
  ]
  private static let loads = ".+_config_last_reload_success(ful)?_timestamp_seconds"
  private static let versions = ["version", "service_version", "service.version"]

  /// Whether a metric's name can matter to any of them.
  package static func mayMatter(_ name: String) -> Bool {
    name == start || name == resource || exported.contains(name) || isBuild(name) || isLoad(name)
  }

  private static func isBuild(_ name: String) -> Bool { name.hasSuffix("_build_info") }

  private static func isLoad(_ name: String) -> Bool {
    name.hasSuffix("_config_last_reload_success_timestamp_seconds")
      || name.hasSuffix("_config_last_reload_successful_timestamp_seconds")
  }

  /// Whether it is worth asking.
  ///
  /// - Parameter names: Those of the server's metrics that can matter; `nil` while they are not known.
  /// - Returns: Whether one of the question's is among them.
  package func isAnswerable(by names: Set<String>?) -> Bool {
    guard let names else { return true }
    switch self {
    case .starts: return names.contains(Self.start)
    case .exportedStarts: return !names.isDisjoint(with: Self.exported)
    case .builds: return names.contains(where: Self.isBuild)
    case .releases, .instances: return names.contains(Self.resource)
    // Written by the server's own rules, whatever is scraped.
    case .alerts: return true
    case .reloads: return names.contains(where: Self.isLoad)
    }
  }

  /// The PromQL.
  package func expression(_ scope: Scope, _ context: QueryContext) -> String {
    let recent = "> time() - \(scope.span.components.seconds)"
    func latest(_ selector: String, by labels: [String]) -> String {
      "\(context.aggregated("max", selector, by: labels)) \(recent)"
    }
    switch self {
    case .starts: return latest(context.gauge(Self.start), by: scope.labels)
    case .exportedStarts:
      let selector = Self.named(Self.exported.joined(separator: "|"), context.exporterSelector)
      return latest(selector, by: ["__name__", "job", "instance"])
    case .reloads: return latest(Self.named(Self.loads, []), by: ["job", "instance"])
    case .builds:
      let version = LabelMatcher("version", .notEqual, "")
      let selector = Self.named(".+_build_info", context.selector + [version])
      let kind = ["__name__"] + scope.labels
      return scope.fresh(selector, kind + ["version"], among: kind, context)
    case .releases:
      let label = scope.isDotted ? "service.version" : "service_version"
      let selector = context.gauge(Self.resource, [LabelMatcher(label, .notEqual, "")])
      return scope.fresh(selector, scope.labels + [label], among: scope.labels, context)
    case .instances: return scope.freshInstances(context)
    case .alerts:
      let selector = PromQLText.selector("ALERTS", scope.alertMatchers)
      return scope.begun(selector, ["alertname", "severity"] + scope.labels, context)
    }
  }

  /// A selector of metrics by a pattern of their names.
  private static func named(_ pattern: String, _ matchers: [LabelMatcher]) -> String {
    let all = [LabelMatcher("__name__", .matches, pattern)] + matchers
    return "{\(all.map(\.promQL).joined(separator: ","))}"
  }

  /// The marks in an answer.
  ///
  /// - Parameters:
  ///   - series: The answer.
  ///   - scope: What was asked.
  ///   - step: The distance of its points.
  /// - Returns: Marks in no order; one that lies before the first point is not to be told.
  package func marks(_ series: [TimeSeries], _ scope: Scope, step: Duration) -> [TimeMark] {
    series.flatMap { series -> [TimeMark] in
      let subject = subject(of: series.labels, scope)
      let detail = detail(of: series.labels)
      switch self {
      case .starts, .exportedStarts, .reloads:
        let kind: TimeMark.Kind = self == .reloads ? .reload : .start
        return Set(series.samples.map(\.value)).filter(\.isFinite).map {
          TimeMark(Timestamp(seconds: $0), kind, subject, detail)
        }
      case .builds, .releases, .instances, .alerts:
        let kind: TimeMark.Kind =
          self == .alerts ? .alert : self == .instances ? .start : .release
        return Self.runs(series.samples, step: step).map { run in
          var mark = TimeMark(run.start, kind, subject, detail)
          if self == .instances { mark.count = max(1, Int(saturating: run.most)) }
          return mark
        }
      }
    }
  }

  /// The stretches without a gap: where each begins, and its largest value.
  private static func runs(
    _ samples: [Sample],
    step: Duration
  ) -> [(start: Timestamp, most: Double)] {
    var runs: [(start: Timestamp, most: Double)] = []
    var last: Timestamp?
    for sample in samples {
      if let last, sample.timestamp - last <= step * 3 / 2 {
        runs[runs.count - 1].most = max(runs[runs.count - 1].most, sample.value)
      } else {
        runs.append((sample.timestamp, sample.value))
      }
      last = sample.timestamp
    }
    return runs
  }

  private func subject(of labels: LabelSet, _ scope: Scope) -> String {
    func first(_ names: [String]) -> String? {
      names.lazy.compactMap { labels[$0] }.first { !$0.isEmpty }
    }
    switch self {
    case .alerts:
      let service = scope.service == nil ? first(scope.labels) : nil
      return [labels["alertname"], service].compactMap { $0 }.joined(separator: " ")
    case .exportedStarts, .reloads:
      return [labels["job"], labels["instance"]].compactMap { $0 }.filter { !$0.isEmpty }
        .joined(separator: " ")
    case .starts, .builds, .releases, .instances:
      return first(scope.labels) ?? scope.service?.value ?? ""
    }
  }

  private func detail(of labels: LabelSet) -> String {
    switch self {
    case .starts, .reloads, .instances: return ""
    case .exportedStarts: return labels["__name__"] == Self.exported[0] ? "booted" : ""
    case .builds, .releases: return Self.versions.lazy.compactMap { labels[$0] }.first ?? ""
    case .alerts: return labels["severity"] ?? ""
    }
  }
}

extension TimeMarkQuestion.Scope {
  /// The groups of a selector that were not there a while ago.
  ///
  /// - Parameters:
  ///   - selector: What is looked at.
  ///   - labels: What tells groups apart.
  ///   - kind: Labels of which some group was there.
  ///   - context: How aggregations are written.
  /// - Returns: PromQL.
  fileprivate func fresh(
    _ selector: String,
    _ labels: [String],
    among kind: [String],
    _ context: QueryContext
  ) -> String {
    let before = "\(selector) offset \(span.prometheusText)"
    let fresh =
      context.aggregated("group", selector, by: labels) + " unless "
      + context.aggregated("group", before, by: labels)
    return "\(fresh) and on (\(Self.list(kind))) \(context.aggregated("group", before, by: kind))"
  }

  /// The groups of a selector that begin at a point: what comes and goes may have been there a while ago too.
  ///
  /// A break of less than five minutes is none: evaluations fail, and servers start anew.
  fileprivate func begun(
    _ selector: String,
    _ labels: [String],
    _ context: QueryContext
  ) -> String {
    let reach = max(.seconds(300), step).prometheusText
    let before = "max_over_time(\(selector)[\(reach)] offset \(step.prometheusText))"
    return context.aggregated("group", selector, by: labels) + " unless "
      + context.aggregated("group", before, by: labels)
  }

  /// How many instances are new of services that were there and do not say when they started.
  fileprivate func freshInstances(_ context: QueryContext) -> String {
    let selector = context.gauge(TimeMarkQuestion.resource)
    let start = context.gauge(TimeMarkQuestion.start)
    let before = "\(selector) offset \(span.prometheusText)"
    let fresh = "\(selector) unless \(before) unless on (\(Self.list(labels))) \(start)"
    return context.aggregated("count", fresh, by: labels)
      + " and on (\(Self.list(labels))) \(context.aggregated("group", before, by: labels))"
  }

  fileprivate var alertMatchers: [LabelMatcher] {
    let firing = [
      LabelMatcher("alertstate", .equal, "firing"), LabelMatcher("severity", .notEqual, "none"),
    ]
    guard let service else { return firing }
    // An alert that does not say of which service it is may be of this one.
    let value = PromQLText.regexEscaped(service.value)
    return firing + [LabelMatcher(service.label, .matches, "\(value)|")]
  }

  private static func list(_ labels: [String]) -> String {
    labels.map(PromQLText.name).joined(separator: ", ")
  }
}
