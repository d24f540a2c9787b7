import Signals
import Telemetry

extension Panel {
  /// Requests by the status of their answers: by class, and on the whole screen by code.
  static let statuses: Panel = Panel(id: "statuses", title: "Status codes") { context, _ in
    [.instant, .range].compactMap { PanelQuery(.requestStatuses, $0, in: context) }
  } content: { input in
    StatusCounts(input: input).content
  }
}

/// What the panel of status codes shows.
private struct StatusCounts {
  let input: PanelInput

  private func group(_ labels: LabelSet) -> StatusGroup {
    let label = input.context.profile.requests.statusLabel ?? ""
    return StatusGroup(labels[label] ?? "", isWhole: input.isFullScreen)
  }

  var content: PanelContent {
    var content = input.frame(required: [.requestStatuses])
    let now = Dictionary(grouping: input.vector(.requestStatuses)) { group($0.labels) }
      .mapValues { $0.reduce(0) { $0 + $1.value } }
    // A code that nobody gets any more says nothing beside the chart.
    let shown = now.filter { $0.value > 0 }
    content.headline = (shown.isEmpty ? now : shown).sorted { $0.key > $1.key }.map {
      Figure($0.name, value: $1, unit: .requestsPerSecond, state: input.state(.requestStatuses))
    }
    let series = Dictionary(grouping: input.series(.requestStatuses)) { group($0.labels) }
    var chart = Chart(
      lines: series.keys.sorted().suffix(PanelContent.elementLimit).map { status in
        Chart.Line(status.name, Self.sum(series[status] ?? []), severity: status.severity)
      },
      unit: .requestsPerSecond
    )
    chart.isStacked = true
    content.chart = chart
    return content
  }

  private static func sum(_ series: [TimeSeries]) -> [Sample] {
    guard series.count > 1 else { return series.first?.samples ?? [] }
    var sums: [Timestamp: Double] = [:]
    for sample in series.flatMap(\.samples) where sample.value.isFinite {
      sums[sample.timestamp, default: 0] += sample.value
    }
    return sums.sorted { $0.key < $1.key }.map { Sample($0.key, $0.value) }
  }
}

/// A status, or a class of them, in the order of how bad they are.
struct StatusGroup: Hashable, Comparable {
  /// `404`, `4xx`, or the word of a library.
  let name: String

  /// Takes the value of a label; of a status in three digits the class where not all of it is wanted.
  init(_ status: String, isWhole: Bool) {
    let isClass = status.utf8.count == 1 && ("1"..."5").contains(status)
    let isCode = isClass || (status.utf8.count == 3 && Self.hundreds(status) != nil && !isWhole)
    name = isCode ? "\(status.prefix(1))xx" : status.isEmpty ? "no status" : status
  }

  private static func hundreds(_ status: String) -> Int? {
    guard let first = status.utf8.first, (UInt8(ascii: "1")...UInt8(ascii: "5")).contains(first),
      status.utf8.dropFirst().allSatisfy({
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 | 0x20 == UInt8(ascii: "x")
      })
    else { return nil }
    return Int(first - UInt8(ascii: "0"))
  }

  private var hundreds: Int? { Self.hundreds(name) }

  /// How bad it is that there is any.
  var severity: Severity? {
    switch hundreds {
    case 5?: .critical
    case 4?: .warning
    case 2?: .ok
    default: nil
    }
  }

  static func < (left: StatusGroup, right: StatusGroup) -> Bool {
    (left.hundreds ?? 0, left.name) < (right.hundreds ?? 0, right.name)
  }
}
