import Logs
import Telemetry

/// The filling of a gap, page by page, as far as it has come.
struct TailFilling {
  /// The page to ask for next; `nil` where all of it came.
  var next: LogPageQuery?
  /// The end of what is asked for.
  var end: Timestamp
  /// How many lines were new.
  var recovered = 0
  /// The server's time when the last page was asked for.
  var asked: Timestamp
}

/// How far polls look back for lines that were written late.
///
/// That is as far as lines were late in the last minutes, but no further than costs little. What is
/// later is found by audits.
struct TailLookBack {
  private static let least = Duration.seconds(1)
  private static let most = Duration.seconds(60)
  /// The most lines that are read again with every poll.
  private static let limit = 1000

  private(set) var length = least
  private var latest = Duration.zero

  /// Notes how late a line came.
  mutating func saw(_ lateness: Duration) {
    guard lateness <= Self.most else { return }
    latest = max(latest, lateness)
    length = max(length, min(lateness * 2, Self.most))
  }

  /// Shortens it where lines are not that late any more.
  mutating func relax() {
    length = max(Self.least, min(length, latest * 2))
    latest = .zero
  }

  /// How far to look back behind a moment.
  func reach(before moment: Timestamp, _ ledger: TailLedger) -> Duration {
    var reach = length
    while reach > Self.least, ledger.count(since: moment - reach) > Self.limit {
      reach = max(Self.least, reach / 2)
    }
    return reach
  }
}

/// Late lines, reported from time to time.
struct TailLateness {
  private static let spacing = Duration.seconds(60)

  private var lines = 0
  private var most = Duration.zero
  private var told: Timestamp?

  /// Notes a line that came so late.
  mutating func add(_ lateness: Duration) {
    lines += 1
    most = max(most, lateness)
  }

  /// The mark due now.
  ///
  /// - Parameters:
  ///   - now: The server's time.
  ///   - place: Where it is to stand.
  ///   - isPushed: Whether the server should have pushed the lines.
  /// - Returns: `nil` where there is nothing, or it can wait.
  mutating func take(at now: Timestamp, place: Timestamp, isPushed: Bool) -> LogMark? {
    let isSoon = told.map { (now - $0).nanoseconds.magnitude < Self.spacing.nanoseconds } ?? false
    guard lines > 0, !isSoon else { return nil }
    defer { (lines, most, told) = (0, .zero, now) }
    let age = "up to \(Duration.seconds(max(1, most.nanoseconds / 1_000_000_000)).prometheusText)"
    let reason = isPushed ? "not pushed by the server, \(age) old" : "written \(age) late"
    return LogMark(at: place, .recovered(lines), reason: reason)
  }
}
