import Glibc

/// Sums of request durations as client libraries make them, scrape after scrape.
///
/// Durations are log-normal, and requests come independently of each other: some series have one in
/// several scrapes, others twenty in each. The last digits of a sum depend on how a library reads
/// its clock, so that each way has its own rounding here.
struct SumsOfSeconds {
  /// How a duration is measured.
  enum Clock: String, CaseIterable {
    /// `prometheus_client`: the difference of two readings of `time.perf_counter`, each a float of
    /// seconds since the host's start.
    case python = "Python"
    /// `client_golang`, `prom-client`: whole nanoseconds, made seconds.
    case go = "Go"
  }

  private struct Series {
    var sum: Double
    /// Requests in a scrape.
    var rate: Double
    /// The median duration in nanoseconds.
    var median: Double
  }

  private let clock: Clock
  private var series: [Series] = []
  /// Nanoseconds since the host's start.
  private var uptime = 1_000_000_000_000_000.0

  /// Sums of processes that have run for a day.
  init(_ clock: Clock, series count: Int, _ random: inout BenchRandom) {
    self.clock = clock
    for _ in 0..<count {
      let rate = exp(Double.random(in: log(0.05)...log(20), using: &random))
      let median = exp(Double.random(in: log(2e6)...log(3e8), using: &random))
      let past = (rate * median * 17_280).rounded()
      series.append(Series(sum: seconds(past), rate: rate, median: median))
    }
  }

  /// The sum of a series after another scrape.
  mutating func next(_ index: Int, _ random: inout BenchRandom) -> Double {
    var wait = exponential(&random)
    while wait < series[index].rate {
      let duration = series[index].median * exp(0.8 * normal(&random))
      uptime += duration.rounded()
      series[index].sum += seconds(duration.rounded())
      wait += exponential(&random)
    }
    return series[index].sum
  }

  private func seconds(_ nanoseconds: Double) -> Double {
    switch clock {
    case .python:
      return (uptime + nanoseconds) / 1e9 - uptime / 1e9
    case .go:
      let whole = (nanoseconds / 1e9).rounded(.down)
      return whole + (nanoseconds - whole * 1e9) / 1e9
    }
  }

  private func exponential(_ random: inout BenchRandom) -> Double {
    -log(1 - Double.random(in: 0..<1, using: &random))
  }

  private func normal(_ random: inout BenchRandom) -> Double {
    let angle = Double.random(in: 0..<2 * .pi, using: &random)
    return (2 * exponential(&random)).squareRoot() * cos(angle)
  }
}
