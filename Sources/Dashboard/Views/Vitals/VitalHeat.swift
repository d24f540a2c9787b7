import Screen
import Signals
import Telemetry

/// How close to its limits a row has been over the window: of all vitals that are shares of a resource the
/// worst, by its own bounds.
struct VitalHeat {
  private let window: Stretch
  private let thresholds: SignalThresholds

  init(_ scene: Scene) {
    (window, thresholds) = (scene.window, scene.settings.thresholds)
  }

  /// The cells of a row, no more than there are points.
  static let width = 14

  /// The level of each cell; `nil` where nothing is known.
  func levels(of row: VitalFigures.Entry) -> [HeatStrip.Level?] {
    let count = Self.width
    var levels = [HeatStrip.Level?](repeating: nil, count: count)
    let span = (window.end - window.start).inSeconds
    for vital in Vital.all(of: row.id.kind) where VitalTable.isHeated(vital) {
      guard let threshold = vital.threshold?(thresholds) else { continue }
      for sample in row.histories[vital.id] ?? [] where !sample.value.isNaN {
        let share = (sample.timestamp - window.start).inSeconds / span
        let cell = Int(saturating: (share * Double(count)).rounded(.up)) - 1
        guard levels.indices.contains(cell) else { continue }
        let level = level(sample.value, threshold)
        levels[cell] = levels[cell].map { max($0, level) } ?? level
      }
    }
    return levels
  }

  private func level(_ value: Double, _ threshold: Threshold) -> HeatStrip.Level {
    switch threshold.judge(value) {
    case .critical: return .critical
    case .warning: return .warning
    case .ok, nil: break
    }
    let bound = threshold.warning ?? threshold.critical ?? .infinity
    return value >= bound / 2 ? .raised : .calm
  }

  /// What orders rows by their heat.
  func weight(of row: VitalFigures.Entry) -> Int {
    levels(of: row).reduce(0) { $0 + (1 << (3 * ($1?.rawValue ?? 0))) }
  }
}
