import Dashboard
import Screen
import Signals
import Telemetry

/// The table of requests with 2,000 endpoints: what a refresh, a frame and a key cost, and how much of the
/// screen a refresh changes.
enum EndpointsBench {
  private static let count = 2000
  private static let start = Timestamp(seconds: 1_790_000_000)

  static func run() {
    var settings = DashboardSettings()
    settings.timeDisplay = .utc
    var now = start
    var model = Model(settings: settings, size: Size(120, 36), now: now)
    _ = model.start()
    now = now + .seconds(2)
    _ = model.update(.tick(now))
    _ = model.update(.key(.character("2")))
    answer(&model, at: now, round: 0)
    var (cells, bytes, slowest) = (0, 0, 0.0)
    var shown = model.view()
    let rounds = 12
    for round in 1...rounds {
      now = now + .seconds(5)
      _ = model.update(.tick(now))
      let taken = Bench.fastest(of: 1) { answer(&model, at: now, round: round) }
      slowest = max(slowest, taken)
      let next = model.view()
      let runs = next.changes(from: shown)
      cells += runs.reduce(0) { $0 + $1.width }
      bytes += runs.reduce(0) { $0 + FrameBench.bytes(of: $1, in: next) }
      shown = next
    }
    let draw = Bench.fastest(of: 20) { _ = model.view() }
    let key = Bench.fastest(of: 20) {
      _ = model.update(.key(.character("j")))
      _ = model.view()
    }
    let name = "\(count) endpoints"
    Bench.report("\(name): taking in a refresh, the slowest", "\(Bench.text(slowest * 1000)) ms")
    Bench.report("\(name): drawing a frame", "\(Bench.text(draw * 1000)) ms", budget: "16 ms")
    Bench.report("\(name): a key and its frame", "\(Bench.text(key * 1000)) ms", budget: "16 ms")
    Bench.report("\(name): cells rewritten a refresh", "\(cells / rounds)")
    Bench.report("\(name): bytes to the terminal a refresh, estimated", "\(bytes / rounds)")
  }

  /// Answers every question of the plan as a server with so many endpoints would.
  private static func answer(_ model: inout Model, at now: Timestamp, round: Int) {
    for poll in model.world.plan.polls {
      let payload: Poll.Payload
      switch poll.question {
      case .instant: payload = .vector(vector(poll.id.text, at: now, round))
      case .range(let window): payload = .matrix(matrix(poll.id.text, window, at: now))
      case .lines: payload = .lines([])
      case .labelValues: payload = .labelValues([])
      case .metadata: payload = .metadata([:])
      case .targets: payload = .targets([])
      case .alerts, .suppressions: payload = .alerts([])
      case .rules: payload = .rules([])
      case .silences: payload = .silences([])
      }
      _ = model.update(.outcome(Outcome(poll, at: now, .success(Outcome.Answered(payload)))))
    }
  }

  private static func labels(_ index: Int) -> LabelSet {
    LabelSet(["endpoint": "/area\(index % 40)x/thing\(index / 40)x", "method": "GET"])
  }

  private static func vector(_ name: String, at now: Timestamp, _ round: Int) -> [VectorSample] {
    guard name.hasPrefix("endpoints.") else { return [] }
    let scale = name.hasSuffix("rate") ? 10.0 : name.hasSuffix("errors") ? 0.02 : 0.3
    return (0..<count).map { index in
      let wave = Double((index &* 31 &+ round &* 7) % 100) / 100
      return VectorSample(labels: labels(index), timestamp: now, value: scale * (0.5 + wave))
    }
  }

  private static func matrix(
    _ name: String,
    _ window: RangeWindow,
    at now: Timestamp
  ) -> [TimeSeries] {
    guard name.hasPrefix("endpoints.") else { return [] }
    let end = now.floored(to: window.step)
    return (0..<count).map { index in
      let samples = (0..<21).map { place in
        Sample(end - window.step * (20 - place), Double((index + place) % 9))
      }
      return TimeSeries(labels: labels(index), samples: samples)
    }
  }
}
