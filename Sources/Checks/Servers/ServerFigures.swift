package import Telemetry

/// The samples that a server exposes about itself, by metric.
///
/// - Source: `/metrics` of the server.
package struct ServerFigures: Sendable {
  /// One sample of a metric.
  package struct Sample: Hashable, Sendable {
    /// Its labels, with the name.
    package var labels: LabelSet
    /// Its value.
    package var value: Double

    package init(_ labels: LabelSet, _ value: Double) {
      self.labels = labels
      self.value = value
    }
  }

  private var samples: [String: [Sample]] = [:]
  /// The counters of which every sample is their growth within the last day.
  private var daily: Set<String> = []

  package init(_ all: [Sample]) {
    samples = Dictionary(grouping: all) { $0.labels["__name__"] ?? "" }
  }

  /// The samples of a metric; empty where the server has none.
  package func all(_ metric: String) -> [Sample] { samples[metric] ?? [] }

  /// Takes what counters have grown by within the last day in place of their values, which run since
  /// the server started; series that are missing there keep theirs.
  ///
  /// - Parameters:
  ///   - growth: A sample for each series that was known a day ago, without a name.
  ///   - metric: The counter.
  package mutating func take(growth: [Sample], of metric: String) {
    let known = Dictionary(growth.map { ($0.labels, $0.value) }) { $0 + $1 }
    var isWhole = true
    samples[metric] = all(metric).map { sample in
      let labels = LabelSet(ascending: sample.labels.labels.filter { $0.name != "__name__" })
      guard let value = known[labels] else {
        isWhole = false
        return sample
      }
      return Sample(sample.labels, value)
    }
    if isWhole { daily.insert(metric) }
  }

  /// The PromQL of what a counter has grown by within the last day; `nil` where the server cannot be told
  /// from others of its kind.
  ///
  /// A Prometheus may scrape many servers that have the counter, of which this is the one with its start.
  package func growthQuery(of metric: String) -> String? {
    guard let start = sum("process_start_time_seconds"), start.isFinite else { return nil }
    let names = Set(all(metric).flatMap { $0.labels.labels.map(\.name) }).subtracting(["__name__"])
    let kept = names.map(PromQLText.name).sorted().joined(separator: ", ")
    let own = "and on (job, instance) (process_start_time_seconds == \(start))"
    return "max by (\(kept)) (increase(\(metric)[1d]) \(own)) "
      + "and max by (\(kept)) (\(metric) offset 1d \(own))"
  }

  /// Since when a counter counts, as words at the end of a sentence.
  func since(_ metric: String) -> String {
    daily.contains(metric) ? Self.inLastDay : "since the server started"
  }

  static let inLastDay = "in the last day"

  /// The counters of a list that have counted something.
  func counted(among metrics: [String]) -> [String] {
    metrics.filter { (sum($0) ?? 0) > 0 }
  }

  /// The sum of a metric's samples; `nil` where the server has none.
  package func sum(_ metric: String) -> Double? {
    samples[metric].map { $0.reduce(0) { $0 + $1.value } }
  }
}
