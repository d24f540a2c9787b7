import Logs
import Telemetry

/// What a follower has handed out: tells new lines from those that come again.
///
/// Lines come again whenever a gap is filled, since the answer reaches back behind the gap. Which
/// lines that can be is known, so that older keys are forgotten.
struct TailLedger {
  /// The newest moment of any line; before the first line where following began.
  private(set) var newest: Timestamp
  /// Keys of older lines may be forgotten.
  private(set) var horizon: Timestamp
  /// Keys by the second of their line.
  private var seconds: [Int64: Set<LogKey>] = [:]

  /// Makes a ledger.
  ///
  /// - Parameters:
  ///   - start: Where following begins.
  ///   - known: Lines that the taker has already.
  init(start: Timestamp, known: [LogKey]) {
    newest = start
    horizon = start
    for key in known {
      newest = max(newest, key.timestamp)
      seconds[Self.second(key.timestamp), default: []].insert(key)
    }
  }

  /// How many keys are kept.
  var count: Int { seconds.values.reduce(0) { $0 + $1.count } }

  /// Whether a line is new; it is not new a second time.
  mutating func admit(_ line: ReceivedLine) -> Bool {
    let moment = line.key.timestamp
    guard seconds[Self.second(moment), default: []].insert(line.key).inserted else { return false }
    newest = max(newest, moment)
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

  /// How many lines of a stretch were handed out; its edges are whole seconds.
  ///
  /// - Parameters:
  ///   - start: The first moment, inclusive.
  ///   - end: The end, exclusive.
  /// - Returns: The count; `nil` where lines of the stretch may be forgotten.
  func count(from start: Timestamp, to end: Timestamp) -> Int? {
    guard start >= horizon else { return nil }
    return Range(from: Self.second(start), upTo: Self.second(end))
      .reduce(0) { $0 + (seconds[$1]?.count ?? 0) }
  }

  /// Lets the next filling begin at a moment of which the lines were never asked for.
  mutating func reachBack(to moment: Timestamp) {
    horizon = min(horizon, moment)
  }

  /// Forgets lines older than a moment.
  mutating func forget(before moment: Timestamp) {
    let second = Self.second(moment)
    guard second > Self.second(horizon) else { return }
    horizon = Timestamp(nanoseconds: second * 1_000_000_000)
    for key in seconds.keys where key < second { seconds[key] = nil }
  }

  private static func second(_ moment: Timestamp) -> Int64 {
    moment.nanoseconds / 1_000_000_000
  }
}
