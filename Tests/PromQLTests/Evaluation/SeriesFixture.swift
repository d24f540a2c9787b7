import PromQL
import Telemetry

/// A store of series that a test writes down, with matchers done the slow and obvious way.
struct SeriesFixture: SampleStore {
  var stored: [StoredSeries] = []

  /// Adds a series of samples at even distances.
  ///
  /// - Parameters:
  ///   - name: The metric name.
  ///   - labels: The other labels.
  ///   - start: Milliseconds of the first sample.
  ///   - step: Milliseconds between samples.
  ///   - values: The values; `nil` leaves a sample out.
  mutating func add(
    _ name: String,
    _ labels: [String: String] = [:],
    start: Int64 = 0,
    step: Int64 = 60_000,
    values: [Double?]
  ) {
    var labels = labels
    labels["__name__"] = name
    var series = StoredSeries(labels: LabelSet(labels), timestamps: [], values: [])
    for (index, value) in values.enumerated() {
      guard let value else { continue }
      series.timestamps.append(start + Int64(index) * step)
      series.values.append(value)
    }
    stored.append(series)
  }

  func select(
    matching matchers: [LabelMatcher],
    after: Int64,
    through: Int64
  ) -> [SelectedSeries] {
    stored.compactMap { series in
      guard matchers.allSatisfy({ fits($0, series.labels[$0.name] ?? "") }) else {
        return nil
      }
      let kept = series.timestamps.indices.filter {
        series.timestamps[$0] > after && series.timestamps[$0] <= through
      }
      guard !kept.isEmpty else { return nil }
      return SelectedSeries(
        StoredSeries(
          labels: series.labels,
          timestamps: kept.map { series.timestamps[$0] },
          values: kept.map { series.values[$0] }
        )
      )
    }
  }

  private func fits(_ matcher: LabelMatcher, _ value: String) -> Bool {
    switch matcher.comparison {
    case .equal: value == matcher.value
    case .notEqual: value != matcher.value
    case .matches: matcher.value == ".+" ? !value.isEmpty : true
    case .matchesNot: matcher.value == ".+" ? value.isEmpty : false
    }
  }
}

/// A range query's answer, short enough to be written down: labels and values, with `nil` for gaps.
struct Row: Equatable, CustomStringConvertible {
  var labels: String
  var values: [Double?]

  init(_ labels: String, _ values: [Double?]) {
    self.labels = labels
    self.values = values
  }

  var description: String { "\(labels) \(values.map { $0.map { "\($0)" } ?? "_" })" }

  /// NaN equals NaN here, and 12 digits are enough.
  static func == (left: Row, right: Row) -> Bool {
    left.labels == right.labels && left.values.count == right.values.count
      && zip(left.values, right.values).allSatisfy { one, other in
        guard let one, let other else { return one == nil && other == nil }
        return one == other || (one.isNaN && other.isNaN)
          || abs(one - other) <= 1e-12 * max(abs(one), abs(other))
      }
  }
}
