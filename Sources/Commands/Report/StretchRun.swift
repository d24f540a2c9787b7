import Telemetry

/// Stretches as long as each other and evenly apart, of which one range query asks.
struct StretchRun: Hashable {
  /// The length of each.
  let length: Duration
  /// The end of the first and of the last.
  private(set) var ends: Stretch
  /// How far apart ends are; the length where there is only one.
  private(set) var distance: Duration

  /// The runs of stretches.
  ///
  /// - Parameter stretches: Ascending by their ends.
  /// - Returns: In the same order.
  static func list(_ stretches: [Stretch]) -> [StretchRun] {
    var runs: [StretchRun] = []
    for stretch in stretches where !stretch.isEmpty {
      if runs.last?.goesOn(with: stretch) == true {
        runs[runs.count - 1].distance = stretch.end - runs[runs.count - 1].ends.end
        runs[runs.count - 1].ends.end = stretch.end
      } else {
        let ends = Stretch(from: stretch.end, to: stretch.end)
        runs.append(StretchRun(length: stretch.length, ends: ends, distance: stretch.length))
      }
    }
    return runs
  }

  private func goesOn(with stretch: Stretch) -> Bool {
    guard stretch.length == length, stretch.end > ends.end else { return false }
    return ends.length == .zero || stretch.end - ends.end == distance
  }
}
