import Screen
import Telemetry

/// How old the figures of a table are because a column has failed or has had no answer.
struct TableTrouble {
  /// A sign and words for the frame.
  let badge: TextSpan
  /// Why, in words; `nil` where that is not known.
  let reason: String?

  /// `nil` where all are fresh.
  init?(_ columns: [Poll.ID], _ scene: Scene) {
    var failure: SourceError?
    var oldest: Duration?
    for id in columns {
      switch scene.world.state(of: id) {
      case .failed(let error, let age):
        failure = failure ?? error
        oldest = max(oldest ?? .zero, age ?? .zero)
      case .stale(let age): oldest = max(oldest ?? .zero, age)
      case .waiting, .fresh, .missing: break
      }
    }
    guard let oldest else { return nil }
    guard let failure else {
      badge = TextSpan("\(scene.clock) stale \(oldest.ageText)", .stale)
      reason = nil
      return
    }
    let data = oldest > .zero ? ", data \(oldest.ageText) old" : ""
    badge = TextSpan("\(scene.cross) failed\(data)", .critical, .bold)
    reason = failure.headline
  }
}
