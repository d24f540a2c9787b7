import Screen
import Signals
import Telemetry

/// The columns that tables of figures have in common.
extension TableView.Column {
  /// A column of numbers: one that is missing is a dash, and of nothing counted it is idle.
  ///
  /// - Parameters:
  ///   - layout: Title, width and priority.
  ///   - scene: How it is drawn.
  ///   - threshold: Its bounds; `nil` where it is not judged.
  ///   - value: The value of a row.
  ///   - text: The words of a value.
  /// - Returns: The column, ordered by value.
  static func number(
    _ layout: Table.Column,
    _ scene: Scene,
    judged threshold: Threshold? = nil,
    _ value: @escaping (Row) -> Double?,
    text: @escaping (Double, Row) -> String
  ) -> Self {
    Self(
      layout,
      by: { (value($0) ?? -1) < (value($1) ?? -1) },
      { row in
        guard let value = value(row) else { return .missing(scene) }
        guard !value.isNaN else { return TextSpan("idle", .muted) }
        return TextSpan(text(value, row), threshold?.judge(value).role ?? .text)
      }
    )
  }
}

extension TextSpan {
  /// What stands for a number that is not there.
  static func missing(_ scene: Scene) -> TextSpan {
    TextSpan(String(Character(scene.symbols.signs.dash)), .muted)
  }
}

/// A row with figures of requests.
protocol RequestRow {
  /// The values by figure; one without a value is missing.
  var values: [RequestFigure: Double] { get }
  /// Points over the window, by figure.
  var histories: [RequestFigure: [Sample]] { get }
  /// How many paths are one row: of several, percentiles are what those of all cannot pass.
  var paths: Int { get }
}

extension RequestRow {
  var paths: Int { 1 }
}

extension EndpointFigures.Entry: RequestRow {}

/// The columns of figures of requests.
struct RequestColumns<Row: RequestRow, ID: Hashable & Sendable> {
  typealias Column = TableView<Row, ID>.Column

  let scene: Scene

  /// Requests a second.
  var rate: Column {
    number(Table.Column("req/s", .fixed(7), .right), .rate) {
      SignalUnit.perSecond.unit.format($0).number
    }
  }

  /// Failed requests as a share of all.
  var errors: Column {
    let threshold = scene.settings.thresholds.errorRatio
    return number(Table.Column("errors", .fixed(7), .right), .errors, judged: threshold) {
      SignalUnit.ratio.text($0)
    }
  }

  /// A duration, of which the 95th percentile is judged.
  func duration(
    _ title: String,
    _ figure: RequestFigure,
    width: Int,
    priority: Int = TextSpan.kept
  ) -> Column {
    let threshold = figure == .p95 ? scene.settings.thresholds.latencyP95 : nil
    let layout = Table.Column(title, .fixed(width), .right, priority: priority)
    return number(layout, figure, judged: threshold) { SignalUnit.seconds.text($0) }
  }

  /// Points over the window.
  func trend(_ title: String, _ figure: RequestFigure, priority: Int) -> Column {
    Column(
      Table.Column(title, .fixed(ServiceTrend.width), priority: priority),
      by: { ($0.values[figure] ?? -1) < ($1.values[figure] ?? -1) },
      { TrendCell(scene).span($0.histories[figure] ?? []) }
    )
  }

  private func number(
    _ layout: Table.Column,
    _ figure: RequestFigure,
    judged threshold: Threshold? = nil,
    text: @escaping (Double) -> String
  ) -> Column {
    let isBound = [.p50, .p95, .p99].contains(figure)
    let bound = scene.settings.isASCII ? "<=" : "≤"
    return .number(
      layout,
      scene,
      judged: threshold,
      { $0.values[figure] },
      text: { value, row in (isBound && row.paths > 1 ? bound : "") + text(value) }
    )
  }
}
