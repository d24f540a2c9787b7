/// The vertical axis of a chart: which range, which labels.
package struct ChartAxis: Sendable {
  /// Where the axis starts when `low` does not say.
  package enum Baseline: Hashable, Sendable {
    /// At zero, or at the smallest value if that is negative.
    case zero
    /// At the smallest value, rounded down to a label.
    case minimum
  }

  /// Where the axis starts.
  package var baseline: Baseline
  /// A fixed lower end; smaller values are drawn at the edge with an arrow.
  package var low: Double?
  /// A fixed upper end; larger values are drawn at the edge with an arrow.
  package var high: Double?
  /// The range is never smaller than this, so that noise about a constant stays small; not negative.
  package var minimumSpan: Double
  /// Which numbers count as round.
  package var ticks: AxisTicks
  /// The columns of the labels and the axis together; `nil` takes what the labels need.
  ///
  /// A fixed number keeps the plot's width the same whatever the data, 0 leaves labels and axis
  /// out.
  package var gutter: Int?
  /// The text of a label; the step between labels tells how many digits it needs.
  package var label: @Sendable (_ value: Double, _ step: Double) -> String

  /// Without a formatter labels are plain numbers.
  package init(
    baseline: Baseline = .zero,
    ticks: AxisTicks = .decimal,
    gutter: Int? = nil,
    label: @escaping @Sendable (_ value: Double, _ step: Double) -> String = { value, _ in
      "\(value)"
    }
  ) {
    self.baseline = baseline
    minimumSpan = 0
    self.ticks = ticks
    self.gutter = gutter
    self.label = label
  }

  /// A range with its labels.
  package struct Range: Hashable, Sendable {
    /// The value of the lower edge.
    package var low: Double
    /// The value of the upper edge; above `low`.
    package var high: Double
    /// The distance of the labels.
    package var step: Double
    /// The values of the labels, ascending.
    package var ticks: [Double]

    /// How far up a value lies, 0 at the lower edge and 1 at the upper.
    package func share(of value: Double) -> Double {
      // Quarters keep every difference finite.
      (value / 4 - low / 4) / (high / 4 - low / 4)
    }
  }

  /// The range for a smallest and a largest value, `nil` where there is no value, on so many rows.
  package func range(
    holding values: (smallest: Double, largest: Double)?,
    rows: Int
  ) -> Range {
    // Ends beyond this would have no finite difference.
    let limit = 8e307
    func clamped(_ value: Double) -> Double { max(-limit, min(limit, value)) }
    var bottom = clamped(values?.smallest ?? 0)
    var top = clamped(values?.largest ?? 0)
    if baseline == .zero {
      bottom = min(0, bottom)
      top = max(0, top)
    }
    bottom = low ?? bottom
    top = high ?? top
    if top - bottom < minimumSpan { top = bottom + minimumSpan }
    if !(top > bottom) { top = bottom + (bottom == 0 ? 1 : max(bottom.magnitude / 10, 1e-300)) }

    let count = rows <= 5 ? max(1, rows - 1) : min(5, rows / 2)
    let step = ticks.step(span: top - bottom, atMost: count)
    // Edges on labels, with a hair of tolerance: a maximum of 0.3 must not ask for 0.4.
    if low == nil { bottom = clamped((bottom / step + 1e-9).rounded(.down) * step) }
    if high == nil { top = clamped((top / step - 1e-9).rounded(.up) * step) }
    if !(top > bottom) { top = bottom + step }
    return Range(
      low: bottom,
      high: top,
      step: step,
      ticks: AxisTicks.multiples(of: step, from: bottom, through: top)
    )
  }
}
