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
    let polls = dashboard.model.world.plan.polls
    var cache = WindowCache()
    var asked = Cost()
    var whole = Cost()
    var first = Cost()
    var due: [Poll.ID: Duration] = [:]
    let minutes = 10
    for second in 0..<minutes * 60 {
      let now = dashboard.now + .seconds(second)
      for poll in polls where (due[poll.id] ?? .zero) <= .seconds(second) {
        due[poll.id] = .seconds(second) + poll.interval
        guard case .range(let window) = poll.question else {
          if second > 0 {
            asked.requests += 1
            whole.requests += 1
          }
          continue
        }
        let all = SimulatedShop.matrix(window, id: poll.id, now)
        let ask = cache.ask(window, of: .prometheus, at: now)
        guard let span = ask.span else { continue }
        let answer = SimulatedShop.matrix(
          id: poll.id,
          from: span.start,
          to: span.end,
          step: window.step
        )
        _ = try? cache.merge(answer, for: ask)
        if second == 0 {
          first.add(answer)
        } else {
          asked.add(answer)
          whole.add(all)
        }
      }
    }
    report(range, asked: asked, whole: whole, first: first, minutes: minutes)
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
      requests += 1
      bytes += 150 + series.reduce(0) { $0 + 40 + $1.samples.count * 34 }
    }
  }
}
