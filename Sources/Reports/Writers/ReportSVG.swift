import Screen
import Telemetry

/// Charts as SVG, in units of a pixel, whose colours the page sets by class.
enum ReportSVG {
  private static let (width, height) = (760.0, 190.0)
  private static let (left, right, top, bottom) = (62.0, 12.0, 10.0, 24.0)

  /// A chart with axis, ticks, lines and a title for those who cannot see it.
  static func chart(_ chart: ReportChart, in calendar: ReportCalendar) -> String {
    let shown = chart.lines.prefix(ReportChart.limit)
    let values = shown.flatMap { $0.samples.map(\.value) }.filter(\.isFinite)
    guard let most = values.max() else { return "" }
    let low = min(0, values.min() ?? 0)
    let high = most > low ? most : low + 1
    let axis = AxisTicks.of(chart.unit)
    let step = axis.step(span: max(high - low, .leastNormalMagnitude), atMost: 4)
    let scale = Scale(chart.window, low: low, high: (high / step).rounded(.up) * step)
    var parts = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" "
        + "viewBox=\"0 0 \(number(width)) \(number(height))\" role=\"img\">"
        + "<title>\(ReportHTML.escaped(chart.title))</title>"
    ]
    parts += axes(chart, calendar, scale, step)
    for (index, line) in shown.enumerated() {
      for run in runs(of: line.samples, gap: chart.step * 2) {
        parts.append(path(run, scale, index))
      }
    }
    return parts.joined(separator: "\n") + "\n</svg>\n"
  }

  /// Labels and lines of both axes.
  private static func axes(
    _ chart: ReportChart,
    _ calendar: ReportCalendar,
    _ scale: Scale,
    _ step: Double
  ) -> [String] {
    let values = AxisTicks.multiples(of: step, from: scale.low, through: scale.high)
    let across = values.flatMap { value in
      let y = scale.y(value)
      let ends = "x1=\"\(number(left))\" x2=\"\(number(width - right))\""
      let label = ReportHTML.escaped(chart.unit.axisLabel(value, step: step))
      return [
        "<line class=\"grid\" \(ends) y1=\"\(number(y))\" y2=\"\(number(y))\"/>",
        text(label, x: left - 6, y: y + 4, anchor: "end"),
      ]
    }
    let below = chart.ticks(in: calendar).map { tick in
      text(tick.text, x: scale.x(tick.moment), y: height - 6, anchor: "middle")
    }
    return across + below
  }

  private static func text(_ text: String, x: Double, y: Double, anchor: String) -> String {
    "<text class=\"axis\" text-anchor=\"\(anchor)\" x=\"\(number(x))\" y=\"\(number(y))\">"
      + "\(text)</text>"
  }

  /// Values as bars of a small picture in a cell.
  static func bars(_ values: [Double]) -> String {
    let finite = values.filter(\.isFinite)
    let (low, high) = (min(0, finite.min() ?? 0), finite.max() ?? 0)
    var text =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"bars\" width=\"\(values.count * 5)\" height=\"18\" "
      + "viewBox=\"0 0 \(max(1, values.count) * 5) 18\" role=\"img\">"
    for (index, value) in values.enumerated() where value.isFinite && high > low {
      let share = (value - low) / (high - low)
      let length = max(1, share * 18)
      text += "<rect x=\"\(index * 5)\" y=\"\(number(18 - length))\" width=\"4\" "
      text += "height=\"\(number(length))\"/>"
    }
    return text + "</svg>"
  }

  /// Where a moment and a value are.
  private struct Scale {
    let window: Stretch
    let low: Double
    let high: Double

    init(_ window: Stretch, low: Double, high: Double) {
      (self.window, self.low, self.high) = (window, low, high)
    }

    func x(_ moment: Timestamp) -> Double {
      let length = max(1, window.length.inSeconds)
      let share = (moment - window.start).inSeconds / length
      return ReportSVG.left + share * (ReportSVG.width - ReportSVG.left - ReportSVG.right)
    }

    func y(_ value: Double) -> Double {
      let share = (value - low) / (high - low)
      let height = ReportSVG.height - ReportSVG.top - ReportSVG.bottom
      return ReportSVG.top + (1 - share) * height
    }
  }

  private static func path(_ samples: [Sample], _ scale: Scale, _ index: Int) -> String {
    let points = samples.map { "\(number(scale.x($0.timestamp))),\(number(scale.y($0.value)))" }
    guard points.count > 1 else {
      let place = points.first?.split(separator: ",") ?? ["0", "0"]
      return "<circle class=\"dot c\(index)\" cx=\"\(place[0])\" cy=\"\(place[1])\" r=\"2\"/>"
    }
    return "<polyline class=\"line c\(index)\" points=\"\(points.joined(separator: " "))\"/>"
  }

  /// Samples without gaps between them.
  private static func runs(of samples: [Sample], gap: Duration) -> [[Sample]] {
    samples.filter(\.value.isFinite).reduce(into: []) { runs, sample in
      if let last = runs.last?.last, sample.timestamp - last.timestamp <= gap {
        runs[runs.count - 1].append(sample)
      } else {
        runs.append([sample])
      }
    }
  }

  private static func number(_ value: Double) -> String { UnitNumber.fixed(value, decimals: 1) }
}

extension AxisTicks {
  /// The numbers that are round in a unit.
  fileprivate static func of(_ unit: Unit) -> AxisTicks {
    switch unit {
    case .seconds: .sixty
    case .bytes, .bytesPerSecond: .binary
    default: .decimal
    }
  }
}
