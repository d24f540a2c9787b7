import Telemetry

/// State of a follower for one web socket.
struct TailSession {
  /// Whether anything was heard and the gap before it is filled.
  var isLive = false
  /// Lines that wait for older ones.
  var held: [ReceivedLine] = []
  /// Signs of life since old keys were forgotten.
  var sinceTidy = 0

  /// Lines that the server has dropped and that were not asked for yet.
  private var drops = 0
  private var oldestDrop = Timestamp(nanoseconds: .max)
  private var lastRecovery: Timestamp?

  /// Notes lines that the server has dropped.
  mutating func drop(_ count: Int, from oldest: Timestamp) {
    drops += count
    oldestDrop = min(oldestDrop, oldest)
  }

  /// Whether dropped lines should be asked for now; in a storm of drops not with every frame.
  func hasDrops(at now: Timestamp) -> Bool {
    guard drops > 0 else { return false }
    return lastRecovery.map { now - $0 >= .seconds(3) } ?? true
  }

  /// Takes out how many lines were dropped, and since when.
  mutating func takeDrops(at now: Timestamp) -> (count: Int, oldest: Timestamp) {
    defer {
      drops = 0
      oldestDrop = Timestamp(nanoseconds: .max)
      lastRecovery = now
    }
    return (drops, oldestDrop)
  }
}
