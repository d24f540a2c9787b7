import Signals
import Telemetry

extension Panel {
  /// Dependencies of the service: database, Redis, other services.
  static let dependencies: Panel = Panel(
    id: "dependencies",
    title: "Dependencies",
    minimumWidth: 30,
    isChart: false
  ) { context, _ in
    let present = dependencySignals.filter {
      PanelQuery($0, in: context).map { $0.missingMetric == nil } ?? false
    }
    return present.compactMap { PanelQuery($0, in: context) }
      + present.compactMap { PanelQuery($0, .range, in: context) }
  } content: { input in
    var content = input.frame()
    let profile = input.context.profile
    let thresholds = input.settings.thresholds
    let rows =
      rows(input, .databaseP95, "db", by: profile.database.queryTypeLabel, thresholds.databaseP95)
      + rows(input, .redisLatency, "redis mean")
      + rows(input, .postgresTransactions, "pg tx")
      + rows(input, .externalP95, "call", by: profile.calls.targetLabel, thresholds.externalP95)
    // Where there is no room for all, what is slow stays on screen.
    content.rows = rows.enumerated()
      .sorted { ($1.element.badness, $0.offset) < ($0.element.badness, $1.offset) }
      .map(\.element)
    if !input.lacks(.externalP95) { content.facts += input.caveats(.calls) }
    if dependencySignals.allSatisfy({ input.lacks($0) }) {
      let names = [profile.database.duration, "redis_* or pg_*"].compactMap { $0 }
      content.lack(names.joined(separator: ", "), input)
    }
    if input.isFullScreen {
      let limit = PanelContent.elementLimit
      let calls = input.series(.externalP95).prefix(limit).map {
        Chart.Line("call \($0.label(profile.calls.targetLabel) ?? "") p95", $0.samples)
      }
      let queries = input.series(.databaseP95).prefix(limit).map {
        Chart.Line("db \($0.label(profile.database.queryTypeLabel) ?? "") p95", $0.samples)
      }
      // One line of thresholds can stand for one kind alone.
      content.chart = Chart(
        lines: queries + calls,
        unit: .seconds,
        threshold: calls.isEmpty ? thresholds.databaseP95 : nil
      )
    }
    return content
  }

  private static let dependencySignals: [Signal.ID] = [
    .databaseP95, .redisLatency, .postgresTransactions, .externalP95,
  ]

  /// One row for each element of a signal, or a single one without values while there is none.
  private static func rows(
    _ input: PanelInput,
    _ signal: Signal.ID,
    _ name: String,
    by label: String? = nil,
    _ threshold: Threshold? = nil
  ) -> [Row] {
    guard !input.lacks(signal) else { return [] }
    let state = input.state(signal)
    let unit = Signal.row(signal)?.unit ?? .none
    let vector = input.vector(signal)
    guard !vector.isEmpty else {
      return [Row(Figure(name, value: nil, unit: unit, state: state))]
    }
    let parts = input.series(signal).map { ($0.label(label), $0.samples) }
    let histories = Dictionary(parts) { first, _ in first }
    return vector.map { element in
      let part = label.flatMap { element.labels[$0] }
      let full = [name, part, unit == .seconds && label != nil ? "p95" : nil]
      var figure = Figure(
        full.compactMap { $0 }.joined(separator: " "),
        value: element.value,
        unit: unit,
        threshold: threshold,
        state: state
      )
      figure.history = histories[part] ?? []
      return Row(figure)
    }
  }
}

extension TimeSeries {
  /// The value of the label by which the series of an answer differ; `nil` for a series without it.
  fileprivate func label(_ name: String?) -> String? { name.flatMap { labels[$0] } }
}

extension Row {
  /// How bad its value is, 0 where it is not judged.
  fileprivate var badness: Int { figure.severity?.rawValue ?? 0 }
}
