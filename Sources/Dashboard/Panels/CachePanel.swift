import Signals
import Telemetry

extension Panel {
  /// How often the cache had the answer.
  static let cache: Panel = Panel(id: "cache", title: "Cache", minimumWidth: 28) { context, _ in
    [
      PanelQuery(.cacheHitRatio, in: context),
      PanelQuery(.cacheHits, in: context),
      PanelQuery(.cacheMisses, in: context),
      PanelQuery(.cacheHitRatio, .range, in: context),
    ].compactMap { $0 }
  } content: { input in
    let threshold = input.settings.thresholds.cacheHitRatio
    var content = input.frame(required: [.cacheHitRatio])
    var ratio = input.figure(.cacheHitRatio, threshold: threshold)
    if let value = ratio.value, value.isFinite { ratio.text += " hit" }
    content.headline = [ratio]
    let unit = SignalUnit.perSecond
    if let hits = input.value(.cacheHits), let misses = input.value(.cacheMisses) {
      content.facts = [
        Fact("\(unit.unit.format(hits).number) hit/s"),
        Fact("\(unit.unit.format(misses).number) miss/s"),
      ]
    }
    content.facts += input.caveats(.cache)
    var chart = Chart(
      lines: [Chart.Line("hit rate", input.samples(.cacheHitRatio))],
      unit: .ratio,
      threshold: threshold
    )
    chart.top = 1
    content.chart = chart
    return content
  }
}
