import Dashboard
import LocalSource
import PromQL
import Screen
import Telemetry

/// The embedded engine: reading expositions, keeping and finding samples, answering the overview.
enum EngineBench {
  private static let step = 5
  private static let start = 1_790_000_000

  static func run() async {
    var shop = BenchExposition(series: 2000)
    parse(&shop)
    let store = SeriesStore()
    var intake = ScrapeIntake(job: "backend", instance: "shop:8000", store: store)
    fill(store, &intake, &shop, seconds: 3900)
    await overview(store, &intake, &shop, seconds: 3900)
    await rates(store, end: Timestamp(seconds: Double(start + 3900)))
    codec("counters", 2) { value, random in
      value + Double(Int.random(in: 150...350, using: &random))
    }
    codec("idle counters", 0) { value, random in
      value + (Int.random(in: 0..<20, using: &random) == 0 ? 1 : 0)
    }
    for clock in SumsOfSeconds.Clock.allCases {
      var random = BenchRandom()
      var sums = SumsOfSeconds(clock, series: seriesOfAKind, &random)
      var place = -1
      codec("sums of seconds, \(clock.rawValue)", 0) { _, random in
        place = (place + 1) % seriesOfAKind
        return sums.next(place, &random)
      }
    }
    // 36.3 bits of each increment are chance: the sums are multiples of 2^-33.
    codec("sums of random numbers", 0) { value, random in
      value + Double.random(in: 0...10, using: &random)
    }
  }

  private static let seriesOfAKind = 500

  private static func parse(_ shop: inout BenchExposition) {
    var bodies: [[UInt8]] = []
    for _ in 0..<20 { bodies.append(shop.next()) }
    let bytes = Double(bodies.reduce(0) { $0 + $1.count }) / 1e6
    var parser = ExpositionParser()
    let known = Bench.fastest(of: 10) {
      for body in bodies { _ = try? parser.parse(body, as: .text) }
    }
    Bench.report(
      "reading expositions, series known",
      "\(Bench.text(bytes / known, 0)) MB/s",
      budget: "150 MB/s"
    )
    let new = Bench.fastest(of: 3) {
      for body in bodies {
        var parser = ExpositionParser()
        _ = try? parser.parse(body, as: .text)
      }
    }
    Bench.report("reading expositions, series new", "\(Bench.text(bytes / new, 0)) MB/s")
  }

  private static func fill(
    _ store: SeriesStore,
    _ intake: inout ScrapeIntake,
    _ shop: inout BenchExposition,
    seconds: Int
  ) {
    let clock = ContinuousClock()
    var spent = Duration.zero
    for second in stride(from: 0, through: seconds, by: step) {
      let body = shop.next()
      spent += clock.measure {
        _ = intake.take(body, as: .text, at: Timestamp(seconds: Double(start + second)))
      }
    }
    let status = store.status
    Bench.report(
      "scrape of \(status.series) series, taken whole",
      "\(Bench.text(spent.inSeconds * 1000 / Double(seconds / step))) ms"
    )
    Bench.report(
      "memory of \(status.samples) samples",
      "\(Unit.bytes.format(Double(status.bytes)).text), "
        + "\(Bench.text(Double(status.bytes) / Double(status.samples))) bytes/sample"
    )
  }

  /// All questions of the overview, each time after a scrape, so that no answer is known before.
  private static func overview(
    _ store: SeriesStore,
    _ intake: inout ScrapeIntake,
    _ shop: inout BenchExposition,
    seconds: Int
  ) async {
    let polls = FedDashboard(Size(120, 36), range: .hour).model.world.plan.polls
    var whole = Duration.seconds(1000)
    var newest = Duration.seconds(1000)
    var end = Timestamp(seconds: Double(start + seconds))
    let engine = LocalEngine(store: store, now: { [end] in end })
    for round in 0..<20 {
      end = end + .seconds(step)
      _ = intake.take(shop.next(), as: .text, at: end)
      let begin = ContinuousClock.now
      for poll in polls {
        await answer(poll, engine, end, newest: round.isMultiple(of: 2) ? nil : .seconds(step))
      }
      let elapsed = begin.duration(to: .now)
      if round.isMultiple(of: 2) {
        whole = min(whole, elapsed)
      } else {
        newest = min(newest, elapsed)
      }
    }
    Bench.report(
      "overview's \(polls.count) questions over 1 h",
      "\(Bench.text(whole.inSeconds * 1000, 1)) ms",
      budget: "50 ms"
    )
    Bench.report(
      "the same, asked for the newest points alone",
      "\(Bench.text(newest.inSeconds * 1000, 1)) ms"
    )
  }

  private static func rates(_ store: SeriesStore, end: Timestamp) async {
    let expression = "sum by (le) (rate(http_request_duration_seconds_bucket[5m]))"
    var range = Duration.seconds(1000)
    for _ in 0..<5 {
      // An engine that remembers nothing.
      let engine = LocalEngine(store: store, now: { end })
      let query = RangeQuery(
        expression,
        from: end - .seconds(3595),
        to: end,
        step: .seconds(5),
        deadline: .seconds(60)
      )
      let begin = ContinuousClock.now
      _ = try? await engine.range(query)
      range = min(range, begin.duration(to: .now))
    }
    Bench.report(
      "rates by le, \(BenchExposition.buckets(of: 2000)) series × 720 steps",
      "\(Bench.text(range.inSeconds * 1000, 0)) ms"
    )
  }

  private static func answer(
    _ poll: Poll,
    _ engine: LocalEngine,
    _ end: Timestamp,
    newest: Duration?
  ) async {
    switch poll.question {
    case .instant(let expression, let moment):
      _ = try? await engine.instant(
        InstantQuery(expression, at: moment ?? end, deadline: .seconds(60))
      )
    case .range(let window):
      _ = try? await engine.range(
        RangeQuery(
          window.expression,
          from: (end - (newest ?? window.length)).floored(to: window.step),
          to: end.floored(to: window.step),
          step: window.step,
          deadline: .seconds(60)
        )
      )
    default:
      break
    }
  }

  /// How fast samples of a kind are appended and read, and how many bytes they take.
  private static func codec(
    _ name: String,
    _ budget: Int,
    _ next: (Double, inout BenchRandom) -> Double
  ) {
    var random = BenchRandom()
    let store = SeriesStore()
    let ids = store.identify((0..<seriesOfAKind).map { LabelSet(["__name__": "a", "i": "\($0)"]) })
      .compactMap { $0 }
    var values = [Double](repeating: 1e6, count: ids.count)
    let batches = (0..<4320).map { step in
      ids.indices.map { index in
        values[index] = next(values[index], &random)
        return StoredSample(ids[index], Int64(start + step * 5) * 1000, values[index])
      }
    }
    let seconds = Bench.fastest(of: 1) { for batch in batches { store.append(batch) } }
    let status = store.status
    let count = Double(status.samples)
    Bench.report("appending \(name)", "\(Bench.text(count / seconds / 1e6)) M/s", budget: "5 M/s")
    Bench.report(
      "bytes/sample of \(name)",
      Bench.text(Double(status.bytes) / count),
      budget: budget > 0 ? "\(budget)" : ""
    )
    let reading = Bench.fastest(of: 3) {
      _ = store.series(matching: [LabelMatcher("i", .notEqual, "")], after: 0, through: .max)
    }
    Bench.report("reading \(name)", "\(Bench.text(count / reading / 1e6)) M/s")
  }
}
