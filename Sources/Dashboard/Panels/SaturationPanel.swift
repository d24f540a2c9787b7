import Signals
import Telemetry

extension Panel {
  /// How full the machine, the process and its pools are; only what the server has is listed.
  static let saturation: Panel = Panel(
    id: "saturation",
    title: "Saturation",
    minimumWidth: 28,
    isChart: false
  ) { context, scope in
    let present = saturationRows.filter { PanelQuery($0.signal, in: context)?.missingMetric == nil }
    // The chart of the full screen has one unit; the cursor wants a value of each.
    let ranges = scope.hasCursor ? present : scope.isFullScreen ? present.filter(\.isShare) : []
    return present.compactMap { PanelQuery($0.signal, in: context) }
      + ranges.compactMap { PanelQuery($0.signal, .range, in: context) }
  } content: { input in
    var content = input.frame()
    let present = saturationRows.filter { !input.lacks($0.signal) }
    content.rows = present.map { row in
      let threshold = row.threshold(input.settings.thresholds)
      let figure = input.figureWithHistory(row.signal, row.name, threshold: threshold)
      return Row(figure, fraction: row.isShare ? figure.value : nil, threshold: threshold)
    }
    if present.isEmpty { content.lack("process_* or node_*", input) }
    if input.isFullScreen {
      content.chart = Chart(
        lines: present.filter(\.isShare).map { Chart.Line($0.name, input.samples($0.signal)) },
        unit: .ratio,
        threshold: input.settings.thresholds.cpu
      )
    }
    return content
  }

  private struct SaturationRow: Sendable {
    let signal: Signal.ID
    let name: String
    /// Whether the value is a share, which a gauge can show.
    var isShare = false
    var threshold: @Sendable (SignalThresholds) -> Threshold? = { _ in nil }
  }

  private static let saturationRows = [
    SaturationRow(signal: .nodeCPU, name: "cpu", isShare: true) { $0.cpu },
    SaturationRow(signal: .nodeMemory, name: "mem", isShare: true) { $0.memory },
    SaturationRow(signal: .nodeDisk, name: "disk", isShare: true) { $0.memory },
    SaturationRow(signal: .postgresConnections, name: "pg conns", isShare: true) { $0.memory },
    SaturationRow(signal: .redisMemory, name: "redis mem", isShare: true) { $0.memory },
    SaturationRow(signal: .databaseConnections, name: "db conns"),
    SaturationRow(signal: .processCPU, name: "process"),
    SaturationRow(signal: .processMemory, name: "resident"),
    SaturationRow(signal: .fileDescriptors, name: "open fds", isShare: true) { $0.memory },
  ]
}
