import Signals
import Telemetry

extension Panel {
  /// The share of requests that failed.
  static let errors: Panel = Panel(id: "errors", title: "Errors") { context, _ in
    [
      PanelQuery(.errorRatio, in: context),
      PanelQuery(.errorRate, in: context),
      PanelQuery(.errorRatio, .range, in: context),
    ].compactMap { $0 }
  } content: { input in
    let threshold = input.settings.thresholds.errorRatio
    var content = input.frame(required: [.errorRatio])
    content.headline = [
      input.figure(.errorRatio, threshold: threshold), input.figure(.errorRate),
    ]
    content.facts =
      input.caveats(.errors) + [Fact(threshold.text(unit: .ratio))]
      + input.guess(.errors)
    var chart = Chart(
      lines: [Chart.Line("errors", input.samples(.errorRatio))],
      unit: .ratio,
      threshold: threshold
    )
    chart.isFilled = true
    chart.showsWarning = true
    content.chart = chart
    return content
  }
}
