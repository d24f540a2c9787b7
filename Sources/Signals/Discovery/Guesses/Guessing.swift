import Telemetry

/// Proposes profiles for services that no row describes, from the shapes of their metrics.
///
/// It asks which metrics have a label that may be a status or a route, then for each which services and
/// which values those labels have: questions to the index, whose number the shapes bound.
struct Guessing {
  let shapes: MetricShapes
  let selector: [LabelMatcher]
  let answers: Discovery.Answers
  /// The names of the metrics that count, as matchers have them.
  private let pattern: String
  /// The metrics that have each label, as far as answers are known.
  private let metricsWithLabel: [String: Set<String>]

  /// The most questions of all shapes: labels, then services, routes and values of each.
  static let limit =
    statusLabels.count + routeLabels.count
    + 2 * MetricShapes.limit * (2 * statusLimit + routeLimit) + MetricShapes.limit

  static let statusLabels = [
    "status", "status_code", "code", "http_status", "http_status_code", "http_response_status_code",
    "http.response.status_code", "response_code", "grpc_code", "result", "outcome",
    "error", "success",
  ]
  static let routeLabels = [
    "route", "http_route", "http.route", "endpoint", "path", "handler", "uri", "view", "operation",
    "action",
    "procedure", "grpc_method",
  ]
  /// The most such labels of one metric: services may name a metric alike, and its labels not.
  private static let statusLimit = 2
  private static let routeLimit = 3

  /// A metric that counts requests by a label that may be a status.
  private struct Counting {
    let metric: String
    /// The durations whose count it is; `nil` for a counter.
    let durations: MetricShapes.Durations?
    let status: String
    /// The labels that may be routes.
    let routes: [String]
  }

  init(shapes: MetricShapes, selector: [LabelMatcher], answers: Discovery.Answers) {
    (self.shapes, self.selector, self.answers) = (shapes, selector, answers)
    let names = Self.countedMetrics(shapes).map(PromQLText.regexEscaped).joined(separator: "|")
    let matchers = [LabelMatcher("__name__", .matches, names)] + selector
    pattern = matchers.map(\.promQL).joined(separator: ",")
    var known: [String: Set<String>] = [:]
    for label in Self.statusLabels + Self.routeLabels {
      known[label] = answers[Self.labelSearch(label, pattern)].map(Set.init)
    }
    metricsWithLabel = known
  }

  // MARK: Questions

  private static func countedMetrics(_ shapes: MetricShapes) -> [String] {
    shapes.counters + shapes.durations.map(counted)
  }

  private static func counted(_ durations: MetricShapes.Durations) -> String {
    durations.form == .native ? durations.name : durations.name + "_count"
  }

  private static func labelSearch(_ label: String, _ pattern: String) -> LabelSearch {
    let mark = LabelMatcher(label, .notEqual, "").promQL
    return LabelSearch("__name__", ["{\(pattern),\(mark)}"])
  }

  private func jobSearch(_ metric: String, _ label: String? = nil) -> LabelSearch {
    let marks = label.map { [LabelMatcher($0, .notEqual, "")] } ?? []
    return LabelSearch("job", [PromQLText.selector(metric, selector + marks)])
  }

  private func isAmong(_ job: String, _ metric: String, _ label: String? = nil) -> Bool {
    answers[jobSearch(metric, label)]?.contains(job) == true
  }

  private func valueSearch(_ counting: Counting) -> LabelSearch {
    LabelSearch(counting.status, [PromQLText.selector(counting.metric, selector)])
  }

  private func labels(of metric: String, among labels: [String], atMost limit: Int) -> [String] {
    Array(labels.lazy.filter { metricsWithLabel[$0]?.contains(metric) == true }.prefix(limit))
  }

  private var countings: [Counting] {
    let metrics =
      shapes.counters.map { ($0, nil) } + shapes.durations.map { (Self.counted($0), Optional($0)) }
    return metrics.flatMap { metric, durations in
      let routes = labels(of: metric, among: Self.routeLabels, atMost: Self.routeLimit)
      return labels(of: metric, among: Self.statusLabels, atMost: Self.statusLimit).map {
        Counting(metric: metric, durations: durations, status: $0, routes: routes)
      }
    }
  }

  /// The questions as far as answers lead.
  var searches: [LabelSearch] {
    let metrics = Self.countedMetrics(shapes)
    guard !metrics.isEmpty else { return [] }
    // Servers before Prometheus 3 have no names with dots, and refuse to be asked for them.
    let hasDots = metrics.contains { $0.contains(".") }
    let names = (Self.statusLabels + Self.routeLabels).filter { hasDots || !$0.contains(".") }
    let labels = names.map { Self.labelSearch($0, pattern) }
    guard names.allSatisfy({ metricsWithLabel[$0] != nil }) else { return labels }
    let perMetric = countings.flatMap { counting in
      [valueSearch(counting), jobSearch(counting.metric, counting.status)]
        + counting.routes.map { jobSearch(counting.metric, $0) }
    }
    let all = labels + perMetric + shapes.durations.map { jobSearch(Self.counted($0)) }
    var seen: Set<LabelSearch> = []
    return all.filter { seen.insert($0).inserted }
  }

  // MARK: Answers

  /// The proposed profile of each of these jobs for which there is one, and what it has of it.
  func guesses(for jobs: [String]) -> [String: MetricProfile] {
    var names: [String: MetricProfile] = [:]
    var found: [String: MetricProfile] = [:]
    let countings = countings
    for job in jobs {
      guard var profile = guess(job, countings) else { continue }
      // Services that are instrumented alike share a profile, and a name stands for one.
      let stem = profile.name
      var number = 1
      while let other = names[profile.name], other != profile {
        number += 1
        profile.name = "\(stem)-\(number)"
      }
      names[profile.name] = profile
      found[job] = profile
    }
    return found
  }

  private func guess(_ job: String, _ countings: [Counting]) -> MetricProfile? {
    let durations = shapes.durations.filter { isAmong(job, Self.counted($0)) }
    let own = countings.filter { counting in
      isAmong(job, counting.metric, counting.status) && form(of: counting) != nil
    }
    // Counters come first; of those the one that has durations, too.
    let counters = own.filter { $0.durations == nil }
    let pairs = counters.map { ($0, self.durations(of: $0, among: durations)) }
    if let (counting, durations) = pairs.first(where: { $0.1 != nil }) ?? pairs.first {
      return profile(job, counting, durations)
    }
    guard
      let counting = own.first(where: {
        $0.durations.map { MetricWords($0.name).isOfRequests } == true
      })
    else { return nil }
    return profile(job, counting, counting.durations)
  }

  private func durations(
    of counting: Counting,
    among durations: [MetricShapes.Durations]
  ) -> MetricShapes.Durations? {
    let counter = MetricWords(counting.metric)
    func shared(_ durations: MetricShapes.Durations) -> Int {
      MetricWords(durations.name).subject.intersection(counter.subject).count
    }
    return durations.filter { MetricWords($0.name).canBe(of: counter) }
      .max { (shared($0), $1.name) < (shared($1), $0.name) }
  }

  private func form(of counting: Counting) -> StatusForm? {
    StatusForm(answers[valueSearch(counting)] ?? [], of: counting.status)
  }

  private func profile(
    _ job: String,
    _ counting: Counting,
    _ durations: MetricShapes.Durations?
  ) -> MetricProfile? {
    guard let form = form(of: counting) else { return nil }
    let route = counting.routes.first { isAmong(job, counting.metric, $0) }
    let counter = counting.durations == nil ? counting.metric : nil
    let named = counter ?? counting.durations?.name ?? ""
    let stem = named.hasSuffix("_total") ? String(named.dropLast("_total".count)) : named
    let seen = (answers[valueSearch(counting)] ?? []).sorted().prefix(3).joined(separator: ", ")
    var profile = MetricProfile(
      "guessed-\(stem)",
      ProfileOrigin("the service", "", "guessed")
    )
    .counting(counter).status(counting.status, error: form.errors)
    .marked([counting.status, route].compactMap { $0 }.map { LabelMatcher($0, .notEqual, "") })
    var guess = ProfileGuess(
      requests: "\(named) looks like a count of requests",
      errors: "\(counting.status) has \(seen): \(form.words) are errors"
    )
    if let route { profile = profile.route(route, without: "/?metrics") }
    if let durations {
      let isSummary = durations.form == .summary
      profile = profile.lasting(durations.name, durations.unit, isSummary ? .summary : .histogram)
      let source = durations.isNamed ? "its name" : "metadata"
      guess.durations =
        "\(durations.name) is a \(profile.requests.durationForm.rawValue) in \(durations.unit.rawValue), by \(source)"
    }
    profile.guess = guess
    return profile
  }
}
