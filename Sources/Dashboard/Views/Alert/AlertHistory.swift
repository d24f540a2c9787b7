import Signals
import Telemetry

/// When an alert has fired, by the series `ALERTS`.
struct AlertHistory: Hashable {
  /// How far back is looked.
  static let length = Duration.seconds(7 * 86_400)
  /// How finely.
  static let step = Duration.seconds(120)

  /// The times it fired, oldest first; to a step.
  private(set) var times: [Stretch] = []
  /// Whether the last of them has not ended.
  private(set) var isOngoing = false

  /// The query, for an alert of these labels.
  ///
  /// - Parameters:
  ///   - labels: The alert's.
  ///   - interval: How often its rule is evaluated.
  /// - Returns: Points where it fired.
  static func query(_ labels: LabelSet, every interval: Duration?) -> PanelQuery {
    let series = LabelSet(
      labels.labels + [
        LabelSet.Label(name: "__name__", value: "ALERTS"),
        LabelSet.Label(name: "alertstate", value: "firing"),
      ]
    )
    // A short time between two points counts too, and a rule may be evaluated seldom.
    let window = max(step, (interval ?? .zero) * 2)
    var query = PanelQuery(
      id: .alertHistory,
      expression: "max_over_time(\(series.description)[\(window.prometheusText)])",
      form: .range
    )
    query.pace = .slow
    query.step = step
    query.length = length
    query.window = window
    query.isBatchable = false
    return query
  }

  /// Reads the answer.
  init(_ series: [TimeSeries], at now: Timestamp) {
    let moments = series.flatMap { $0.samples.filter { $0.value > 0 }.map(\.timestamp) }.sorted()
    for moment in moments {
      if let last = times.last, moment - last.end <= Self.step * 3 / 2 {
        times[times.count - 1].end = moment
      } else {
        times.append(Stretch(from: moment - Self.step, to: moment))
      }
    }
    isOngoing = times.last.map { now - $0.end < Self.step * 2 } ?? false
  }

  /// How long it usually fires: the median of the times that have ended; `nil` where none has.
  var usual: Duration? {
    let spans = (isOngoing ? times.dropLast() : times[...]).map(\.length).sorted()
    guard !spans.isEmpty else { return nil }
    let middle = spans.count / 2
    return spans.count % 2 == 1 ? spans[middle] : (spans[middle - 1] + spans[middle]) / 2
  }
}
