import Signals
import Telemetry

extension Panel {
  /// Requests a second, and how that compares with an hour ago.
  static let traffic: Panel = Panel(id: "traffic", title: "Traffic") { context, _ in
    [
      PanelQuery(.traffic, in: context),
      PanelQuery(.traffic, .range, in: context),
      PanelQuery(.trafficHourAgo, in: context),
      PanelQuery(.sampleTime, in: context),
    ].compactMap { $0 }
  } content: { input in
    var content = input.frame(required: [.traffic])
    content.headline = [input.figure(.traffic)]
    if let now = input.value(.traffic), let before = input.value(.trafficHourAgo) {
      content.facts.append(Fact(change(from: before, to: now)))
    } else if case .missing = input.state(.trafficHourAgo) {
      content.facts.append(Fact("no data 1 h ago"))
    }
    content.facts += input.caveats(.traffic) + input.guess(.traffic)
    content.chart = Chart(
      lines: [Chart.Line("requests", input.samples(.traffic))],
      unit: .requestsPerSecond
    )
    return content
  }

  private static func change(from before: Double, to now: Double) -> String {
    guard before > 0, before.isFinite, now.isFinite else {
      return now > 0 ? "idle 1 h ago" : "idle 1 h ago too"
    }
    let percent = (now / before - 1) * 100
    let rounded = percent.rounded()
    if rounded == 0 { return "0 % vs 1 h ago" }
    let sign = rounded < 0 ? "-" : "+"
    guard rounded.magnitude < 1000 else { return "\(SignalUnit.none.text(now / before))× 1 h ago" }
    return "\(sign)\(Int(saturating: rounded.magnitude)) % vs 1 h ago"
  }
}
