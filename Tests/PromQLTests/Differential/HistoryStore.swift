import Patterns
import PromQL
import Telemetry

/// Series in arrays, selected in the slow and obvious way.
struct HistoryStore: SampleStore {
  var stored: [StoredSeries]

  func select(
    matching matchers: [LabelMatcher],
    after: Int64,
    through: Int64
  ) -> [SelectedSeries] {
    let tests = matchers.map(test)
    return stored.compactMap { series in
      guard tests.allSatisfy({ $0(series.labels) }) else { return nil }
      let first = series.timestamps.firstIndex { $0 > after } ?? series.timestamps.endIndex
      let last = series.timestamps.lastIndex { $0 <= through } ?? -1
      guard first <= last else { return nil }
      return SelectedSeries(
        StoredSeries(
          labels: series.labels,
          timestamps: Array(series.timestamps[first...last]),
          values: Array(series.values[first...last])
        )
      )
    }
  }

  private func test(_ matcher: LabelMatcher) -> (LabelSet) -> Bool {
    let (name, value) = (matcher.name, matcher.value)
    let pattern = try? Pattern(anchored: value)
    return switch matcher.comparison {
    case .equal: { ($0[name] ?? "") == value }
    case .notEqual: { ($0[name] ?? "") != value }
    case .matches: { pattern?.matches($0[name] ?? "") == true }
    case .matchesNot: { pattern?.matches($0[name] ?? "") == false }
    }
  }
}
