import Logs
import Telemetry

/// Lines handed out by a follower: tells new lines from repeated ones.
///
/// Lines come again whenever a gap is filled, since the answer reaches back behind the gap. A line is
/// remembered by one number; how many there were is known for longer.
struct TailLedger {
  private struct Kept {
    var digests: Set<UInt64> = []
    /// Lines that were handed out, also those that are forgotten.
    var count = 0
  }

  /// The newest moment of any line; before the first line where following began.
  private(set) var newest: Timestamp
  /// Older lines may be forgotten.
  private(set) var horizon: Timestamp
  /// How many lines are remembered.
  private(set) var count = 0
  private var slots: [TailSlot: Kept] = [:]

  /// - Parameters:
  ///   - start: Where following begins.
  ///   - known: Lines that the taker has already.
  init(start: Timestamp, known: [LogKey]) {
    newest = start
    horizon = start
    for key in known { _ = admit(key) }
  }

  /// Whether a line is new; it is not new a second time.
  mutating func admit(_ key: LogKey) -> Bool {
    let slot = TailSlot(holding: key.timestamp)
    guard slots[slot, default: Kept()].digests.insert(key.digest).inserted else { return false }
    slots[slot]?.count += 1
    count += 1
    newest = max(newest, key.timestamp)
    return true
  }

  /// Where the filling of a gap has to begin.
  ///
  /// - Parameters:
  ///   - alive: The server's time when lines were certainly coming in. A line may be written with
  ///     a time ahead of the clock, so that the newest line alone tells nothing of a gap.
  ///   - overlap: How far back lines may be written late.
  /// - Returns: Not before the start of following, nor before what is remembered.
  func resumption(alive: Timestamp, overlap: Duration) -> Timestamp {
    max(horizon, min(newest, alive) - overlap)
  }

  /// How many lines of a slot were handed out.
  func count(of slot: TailSlot) -> Int { slots[slot]?.count ?? 0 }

  /// How many lines were handed out since a moment, in whole slots.
  func count(since moment: Timestamp) -> Int {
    slots.reduce(0) { $1.key.end > moment ? $0 + $1.value.count : $0 }
  }

  /// Whether a line of a slot that comes again is told from one that is new.
  func remembers(_ slot: TailSlot) -> Bool { slot.start >= horizon }

  /// Lets the next filling begin at a moment of which the lines were never asked for.
  mutating func reachBack(to moment: Timestamp) {
    horizon = min(horizon, moment)
  }

  /// Forgets the oldest lines.
  ///
  /// - Parameters:
  ///   - window: What is older is not even counted.
  ///   - limit: The most lines that are remembered.
  ///   - needed: Lines from here on are remembered, however many they are.
  mutating func forget(before window: Timestamp, limit: Int, needed: Timestamp) {
    for slot in slots.keys.sorted() where slot.end <= needed {
      let isOld = slot.end <= window
      guard isOld || count > limit else { return }
      count -= slots[slot]?.digests.count ?? 0
      horizon = max(horizon, slot.end)
      if isOld { slots[slot] = nil } else { slots[slot]?.digests = [] }
    }
  }
}
