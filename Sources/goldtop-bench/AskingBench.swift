import Dashboard
import Runtime
import Screen
import Telemetry

/// Requests to a server in an hour of use, compared with fetching whole windows.
enum AskingBench {
  static func run() {
    for range in [TimeRange.quarterHour, .hour, .day] { measure(range) }
  }

  private static func measure(_ range: TimeRange) {
    let dashboard = FedDashboard(Size(120, 36), range: range)
    var schedule = PollSchedule(limit: 6, patience: .seconds(12), isBatching: true)
    _ = schedule.adopt(dashboard.model.world.plan, at: .zero)
    var cache = WindowCache()
    var cost = (asked: Cost(), whole: Cost(), first: Cost())
    let minutes = 10
    for second in 0..<minutes * 60 {
      let now = dashboard.now + .seconds(second)
      while true {
        let starts = schedule.advance(to: .seconds(second)) { _ in true }.starts
        guard !starts.isEmpty else { break }
        if second > 0 { cost.asked.requests += Set(starts.map(\.request)).count }
        for start in starts {
          _ = schedule.finish(start.token, at: .seconds(second), .answered, random: 0)
          count(start.poll, at: now, isFirst: second == 0, &cache, &cost)
        }
      }
    }
    report(range, asked: cost.asked, whole: cost.whole, first: cost.first, minutes: minutes)
  }

  /// Counts the bytes of a range: what is asked of it, and what the whole window would be.
  private static func count(
    _ poll: Poll,
    at now: Timestamp,
    isFirst: Bool,
    _ cache: inout WindowCache,
    _ cost: inout (asked: Cost, whole: Cost, first: Cost)
  ) {
    guard case .range(let window) = poll.question else { return }
    let ask = cache.ask(window, of: .prometheus, at: now)
    guard let span = ask.span else { return }
    let answer = SimulatedShop.matrix(
      id: poll.id,
      from: span.start,
      to: span.end,
      step: window.step
    )
    _ = try? cache.merge(answer, for: ask)
    if isFirst {
      cost.first.add(answer)
    } else {
      cost.asked.add(answer)
      cost.whole.add(SimulatedShop.matrix(window, id: poll.id, now))
    }
  }

  private static func report(
    _ range: TimeRange,
    asked: Cost,
    whole: Cost,
    first: Cost,
    minutes: Int
  ) {
    let refreshes = Double(minutes * 60) / 5
    let name = "range \(range.rawValue)"
    Bench.report("\(name): requests a refresh", Bench.text(Double(asked.requests) / refreshes, 1))
    Bench.report("\(name): range bytes of the first refresh", "\(first.bytes)")
    Bench.report(
      "\(name): range bytes a refresh afterwards",
      Bench.text(Double(asked.bytes) / refreshes, 0)
    )
    Bench.report(
      "\(name): share of whole windows",
      "\(Bench.text(100 * Double(asked.bytes) / Double(max(1, whole.bytes)))) %",
      budget: range == .hour ? "5 %" : ""
    )
  }

  private struct Cost {
    var requests = 0
    var bytes = 0

    /// Counts an answer by its size as JSON: about 150 bytes around it, and a point as
    /// `[1790000000,"0.4213579"],`.
    mutating func add(_ series: [TimeSeries]) {
      bytes += 150 + series.reduce(0) { $0 + 40 + $1.samples.count * 34 }
    }
  }
}
