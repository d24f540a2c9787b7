import Signals
import Telemetry

extension Panel {
  /// What the service waits for: database, Redis, other services.
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
    let databaseThreshold = input.settings.thresholds.databaseP95
    content.rows =
      rows(input, .databaseP95, "db", by: profile.queryTypeLabel, databaseThreshold)
      + rows(input, .redisLatency, "redis mean")
      + rows(input, .postgresTransactions, "pg tx")
      + rows(input, .externalP95, "call", by: profile.externalLabel)
    if dependencySignals.allSatisfy({ input.lacks($0) }) {
      content.state = .missing("no series \(profile.databaseDuration), redis_* or pg_*")
    }
    if input.isFullScreen {
      let lines = input.series(.databaseP95).map {
        Chart.Line("db \($0.labels[profile.queryTypeLabel] ?? "") p95", $0.samples)
      }
      content.chart = Chart(lines: lines, unit: .seconds, threshold: databaseThreshold)
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
    return vector.map { element in
      let part = label.flatMap { element.labels[$0] }
      let full = [name, part, unit == .seconds && label != nil ? "p95" : nil]
      let figure = Figure(
        full.compactMap { $0 }.joined(separator: " "),
        value: element.value,
        unit: unit,
        threshold: threshold,
        state: state
      )
      let series = input.series(signal).first { series in
        label.map { series.labels[$0] == element.labels[$0] } ?? true
      }
      return Row(figure, samples: series?.samples ?? [])
    }
  }
}
