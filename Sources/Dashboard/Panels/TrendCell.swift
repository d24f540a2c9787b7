import Screen
import Telemetry

/// Points over the window as bars in a cell of a table.
struct TrendCell {
  private let window: Stretch
  private let symbols: Symbols

  init(_ scene: Scene) {
    (window, symbols) = (scene.window, scene.symbols)
  }

  /// The bars; empty without a point.
  func span(_ samples: [Sample]) -> TextSpan {
    guard !samples.isEmpty else { return TextSpan("") }
    let values = Sparkline.columns(
      of: samples.map { ChartPoint(x: $0.timestamp.nanoseconds, y: $0.value) },
      after: window.start.nanoseconds,
      through: window.end.nanoseconds,
      count: ServiceTrend.width
    )
    // Head-room keeps a steady service from being a solid block.
    let high = values.filter(\.isFinite).max().map { $0 * 1.25 }
    let line = Sparkline(values: values, low: 0, high: high)
    return TextSpan(line.text(symbols: symbols), .series1)
  }
}
