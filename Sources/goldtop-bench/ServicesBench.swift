import Dashboard
import LocalSource
import Runtime
import Screen
import Signals
import Telemetry

/// Servers of 50 and 200 services with 500 series each: what finding them and a refresh of their table ask
/// of a server, answered by the embedded engine, and what they and keys cost the dashboard.
enum ServicesBench {
  private static let seriesOfEach = 500
  private static let start = Timestamp(seconds: 1_790_000_000)
  private static let interval = Duration.seconds(15)
  private static let scrapes = 24

  /// Four times as many services may cost four times as much, and no more.
  static func run() async {
    for count in [50, 200] { await measure(count) }
  }

  private static func measure(_ count: Int) async {
    let store = SeriesStore(.unbounded)
    fill(store, count)
    let now = start + interval * (scrapes - 1)
    let server = Server(
      engine: LocalEngine(store: store, now: { now }),
      now: now,
      targets: (0..<count).map(target)
    )
    var settings = DashboardSettings()
    settings.profileTable = MetricProfile.all
    settings.startsWithServices = true
    var model = Model(settings: settings, size: Size(120, 36), now: now)
    _ = model.start()
    let resident = residentBytes
    let clock = ContinuousClock()
    let began = clock.now
    let (discovery, table) = await settle(&model, server)
    _ = model.view()
    let elapsed = began.duration(to: clock.now)

    let name = "\(count) services, \(store.status.series) series"
    Bench.report("\(name): discovery", discovery.text, budget: "\(Discovery.limit) requests")
    Bench.report("\(name): first answers", table.text)
    let found = model.world.services?.filter { $0.row != nil }.count ?? 0
    Bench.report("\(name): found", "\(found)")
    Bench.report("\(name): time to the table", "\(Bench.text(elapsed.inSeconds)) s")
    report("taking in the first answers", discovery.time + table.time, name)
    let grown = Unit.bytes.format(Double(residentBytes - resident)).text
    Bench.report("\(name): memory grown by engine and dashboard", grown)
    await refresh(&model, server, name)
    let draw = Bench.fastest(of: 20) { _ = model.view() }
    Bench.report("\(name): drawing the table", "\(Bench.text(draw * 1000)) ms", budget: "16 ms")
    press(model, name)
  }

  private static var residentBytes: Int {
    RuntimeEnvironment.live().processUse().residentBytes ?? 0
  }

  private static func report(_ what: String, _ time: Duration, _ name: String, budget: String = "")
  {
    let text = "\(Bench.text(time.inSeconds * 1000)) ms"
    Bench.report("\(name): \(what)", text, budget: budget)
  }

  /// A refresh, of which each answer is a frame of its own, as where a server is slow.
  private static func refresh(_ model: inout Model, _ server: Server, _ name: String) async {
    let clock = ContinuousClock()
    var cost = Cost()
    for poll in model.world.plan.polls where poll.interval <= model.settings.refresh {
      let outcome = await server.outcome(poll, newest: interval, &cost)
      cost.time += clock.measure {
        _ = model.update(.outcome(outcome))
        _ = model.view()
      }
    }
    Bench.report("\(name): a refresh", cost.text)
    report("taking in and drawing a refresh", cost.time, name, budget: "300 ms")
  }

  /// The time from a key to its frame: moving, sorting and filtering.
  private static func press(_ model: Model, _ name: String) {
    let keys: [Key] =
      "jjjkG>,k<,g/service-1".map { .character($0) } + [.enter, .pageDown, .end, .home]
      + [.character("/")] + Array(repeating: .backspace, count: 9) + [.enter]
    let clock = ContinuousClock()
    var model = model
    var shown = model.view()
    let times = (0..<20).flatMap { _ in
      keys.map { key in
        clock.measure {
          _ = model.update(.key(key))
          let frame = model.view()
          _ = frame.changes(from: shown)
          shown = frame
        }
      }
    }.sorted()
    report(
      "a key to its frame, of 100 the slowest",
      times[times.count * 99 / 100],
      name,
      budget: "16 ms"
    )
  }

  /// Answers a dashboard's questions until it has no more: each round leads to the next.
  private static func settle(
    _ model: inout Model,
    _ server: Server
  ) async -> (discovery: Cost, table: Cost) {
    let clock = ContinuousClock()
    var asked: Set<Poll> = []
    var (discovery, table) = (Cost(), Cost())
    while true {
      let open = model.world.plan.polls.filter { asked.insert($0).inserted }
      guard !open.isEmpty else { return (discovery, table) }
      for poll in open {
        var cost = Cost()
        let outcome = await server.outcome(poll, newest: nil, &cost)
        cost.time += clock.measure { _ = model.update(.outcome(outcome)) }
        if case .labelValues = poll.question { discovery += cost } else { table += cost }
      }
    }
  }

  /// What was asked, with the bytes that answers have as JSON.
  private struct Cost {
    var requests = 0
    var bytes = 0
    /// What the dashboard has worked.
    var time = Duration.zero

    var text: String {
      "\(requests) requests, \(Unit.bytes.format(Double(bytes)).text)"
    }

    static func += (left: inout Self, right: Self) {
      left.requests += right.requests
      left.bytes += right.bytes
      left.time += right.time
    }

    /// Around an answer are about 100 bytes, around a label 6, and a point is as
    /// `[1790000000,"0.4213579"],`.
    mutating func add(_ payload: Poll.Payload) {
      requests += 1
      bytes += 100
      switch payload {
      case .labelValues(let values): bytes += values.reduce(0) { $0 + $1.utf8.count + 3 }
      case .vector(let vector): for one in vector { bytes += 34 + Self.size(one.labels) }
      case .matrix(let matrix):
        for one in matrix { bytes += 34 * one.samples.count + Self.size(one.labels) }
      case .buckets(let buckets): bytes += 34 * buckets.columns.count * buckets.bounds.count
      case .targets(let targets): for one in targets { bytes += 600 + Self.size(one.labels) }
      // A type, a help text of 60 bytes and a unit.
      case .metadata(let metadata): for name in metadata.keys { bytes += 120 + name.utf8.count }
      case .alerts, .rules, .silences, .lines: break
      }
    }

    private static func size(_ labels: LabelSet) -> Int {
      labels.labels.reduce(30) { $0 + $1.name.utf8.count + $1.value.utf8.count + 6 }
    }
  }

  /// The embedded engine as a server.
  private struct Server {
    let engine: LocalEngine
    let now: Timestamp
    let targets: [ScrapeTarget]

    /// Answers a question, or what is new of it.
    func outcome(_ poll: Poll, newest: Duration?, _ cost: inout Cost) async -> Outcome {
      let payload = await answer(poll, newest: newest)
      cost.add(payload)
      let answered = Outcome.Answered(payload, receipt: Receipt(elapsed: .milliseconds(1)))
      return Outcome(poll, at: now, .success(answered))
    }

    private func answer(_ poll: Poll, newest: Duration?) async -> Poll.Payload {
      let deadline = Duration.seconds(600)
      switch poll.question {
      case .labelValues(let search):
        let stretch = SeriesSearch(
          search.selectors,
          from: now - Discovery.stretch,
          to: now,
          deadline: deadline
        )
        return .labelValues((try? await engine.labelValues(of: search.label, stretch))?.value ?? [])
      case .instant(let expression, let moment):
        let query = InstantQuery(expression, at: moment ?? now, deadline: deadline)
        return .vector((try? await engine.instant(query))?.value ?? [])
      case .range(let window):
        let query = RangeQuery(
          window.expression,
          from: (now - (newest ?? window.length)).floored(to: window.step),
          to: now.floored(to: window.step),
          step: window.step,
          deadline: deadline
        )
        return .matrix((try? await engine.range(query))?.value ?? [])
      case .metadata:
        return .metadata((try? await engine.metadata(of: nil, deadline: deadline))?.value ?? [:])
      case .lines: return .lines([])
      case .targets: return .targets(targets)
      case .alerts, .suppressions: return .alerts([])
      case .rules: return .rules([])
      case .silences: return .silences([])
      }
    }
  }

  private static func target(_ number: Int) -> ScrapeTarget {
    ScrapeTarget(
      labels: LabelSet(["job": service(number), "instance": "10.0.0.\(number):8080"]),
      health: .up,
      lastError: nil,
      scrapeInterval: interval
    )
  }

  private static func service(_ number: Int) -> String { "service-\(number)" }

  // MARK: - Series

  /// Fills a store with services of four kinds of instrumentation.
  private static func fill(_ store: SeriesStore, _ count: Int) {
    var names: [LabelSet] = []
    var rates: [Double] = []
    for number in 0..<count {
      let series = library(number % 4)
      for index in 0..<seriesOfEach {
        var labels = series(index)
        labels["job"] = service(number)
        labels["instance"] = "10.0.0.\(number):8080"
        names.append(LabelSet(labels))
        rates.append(Double(1 + index % 13))
      }
    }
    let ids = store.identify(names).compactMap { $0 }
    for scrape in 0..<scrapes {
      let moment = (start + interval * scrape).milliseconds
      store.append(
        zip(ids, rates).map { StoredSample($0, moment, $1 * 15 * Double(scrape + 1)) }
      )
    }
  }

  private static let bounds = [
    "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "+Inf",
  ]

  /// The series of a service by their number: of twenty, twelve are the buckets of a route, one its
  /// counter, and the others of the service's own.
  private static func library(_ kind: Int) -> (Int) -> [String: String] {
    let (counter, histogram, route, status) =
      [
        ("http_requests_total", "http_request_duration_seconds", "handler", "status"),
        ("", "http_server_request_duration_seconds", "http_route", "http_response_status_code"),
        ("http_server_requests_seconds_count", "http_server_requests_seconds", "uri", "status"),
        (
          "django_http_responses_total_by_status_view_method_total",
          "django_http_requests_latency_seconds_by_view_method", "view", "status"
        ),
      ][kind]
    return { index in
      let (place, number) = (index % 20, index / 20)
      var labels = [route: "/route/\(number)", "method": "GET"]
      // Where the histogram counts the requests it has their status.
      if kind == 1 || kind == 2 || place == 12 {
        labels[status] = kind == 0 ? "2xx" : number % 10 == 9 ? "500" : "200"
      }
      switch place {
      case ..<12:
        labels["__name__"] = histogram + "_bucket"
        labels["le"] = bounds[place]
      case 12 where !counter.isEmpty: labels["__name__"] = counter
      case 12: labels["__name__"] = histogram + "_count"
      default: labels = ["__name__": "own_metric_\(place)", "part": "\(number)"]
      }
      return labels
    }
  }
}
