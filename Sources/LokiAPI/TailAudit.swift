import Telemetry

/// A stretch whose lines are counted on both sides.
struct TailAudit: Hashable, Sendable {
  /// The slots, of which there are at least two.
  let slots: ClosedRange<TailSlot>
  /// Whether it reaches back as far as lines may be written late.
  let isWhole: Bool
}

/// The server's counts in a stretch.
struct TailCount: Hashable, Sendable {
  var audit: TailAudit
  /// Lines by slot; slots without lines may be left out.
  var lines: [TailSlot: Int]
  /// How long the server took.
  var elapsed: Duration
}

/// When and where lines are counted, and what the counts mean.
///
/// The last minute is counted often, and all that may still change each minute; a server that takes
/// long for it is asked less often.
struct TailAudits {
  /// Findings of comparing counts.
  struct Findings: Equatable {
    /// Slots that have lines which were not handed out.
    var missing: [ClosedRange<TailSlot>] = []
    /// Lines in slots whose handed-out lines are forgotten.
    var lost = 0
    /// When the oldest of these were written.
    var oldestLost: Timestamp?
  }

  /// How far back a server takes lines that are late: half of Loki's `max_chunk_age`, by default.
  static let window = Duration.seconds(3600)
  private static let near = Duration.seconds(60)
  /// Lines of the last moments may be on their way still.
  private static let delay = Duration.seconds(5)

  /// Until when all lines were there.
  private(set) var confirmed: Timestamp
  /// Whether the query's lines can be counted at all, as far as is known.
  private(set) var arePossible = true
  private let interval: Duration
  private let wholeInterval: Duration
  private let restFactor: Int
  private var sinceWhole = Duration.zero
  private var nearWait: Duration
  private var wholeWait: Duration
  /// The lines that a server has counted beyond those handed out, when that was looked at last: what
  /// a parser fails on is not counted, and what is counted cannot always be read.
  private var surplus: [TailSlot: Int] = [:]

  init(from start: Timestamp, _ settings: LokiSettings) {
    confirmed = start
    interval = settings.audit
    wholeInterval = settings.wholeAudit
    restFactor = settings.auditRest
    nearWait = settings.audit
    wholeWait = settings.wholeAudit
  }

  /// How long to wait before the next one.
  var wait: Duration { nearWait }

  /// The audit that is due after having waited.
  ///
  /// - Parameters:
  ///   - now: The server's time.
  ///   - origin: Where following began.
  /// - Returns: `nil` where following has not lasted long enough.
  mutating func next(at now: Timestamp, since origin: Timestamp) -> TailAudit? {
    sinceWhole += nearWait
    let isWhole = sinceWhole >= wholeWait
    if isWhole { sinceWhole = .zero }
    let reach = now - Self.delay - (isWhole ? Self.window : Self.near)
    let first = TailSlot(holding: max(origin, reach)).advanced(by: 1)
    let last = TailSlot(holding: now - Self.delay).advanced(by: -1)
    guard first < last else { return nil }
    surplus = surplus.filter { $0.key.end > now - Self.window - Self.near }
    return TailAudit(slots: ClosedRange(from: first, through: last), isWhole: isWhole)
  }

  /// Notes that all lines until a moment were asked for.
  mutating func confirm(until moment: Timestamp) {
    confirmed = max(confirmed, moment)
  }

  /// Lets following begin again.
  mutating func restart(from moment: Timestamp) {
    confirmed = min(confirmed, moment)
    surplus = [:]
  }

  /// Notes that the lines of the query cannot be counted.
  mutating func giveUp() {
    arePossible = false
  }

  /// Compares a count with the lines that were handed out.
  func findings(in count: TailCount, _ ledger: TailLedger) -> Findings {
    var findings = Findings()
    for slot in count.audit.slots {
      let difference = (count.lines[slot] ?? 0) - ledger.count(of: slot)
      guard difference > surplus[slot] ?? 0 else { continue }
      if ledger.remembers(slot) {
        if let last = findings.missing.last, last.upperBound.advanced(by: 1) == slot {
          findings.missing[findings.missing.count - 1] = ClosedRange(
            from: last.lowerBound,
            through: slot
          )
        } else {
          findings.missing.append(ClosedRange(from: slot, through: slot))
        }
      } else if let before = surplus[slot] {
        findings.lost += difference - before
        findings.oldestLost = findings.oldestLost ?? slot.start
      }
    }
    return findings
  }

  /// Notes a count after everything was done about it.
  mutating func settle(_ count: TailCount, _ ledger: TailLedger) {
    for slot in count.audit.slots {
      let difference = (count.lines[slot] ?? 0) - ledger.count(of: slot)
      surplus[slot] = difference
    }
    confirm(until: count.audit.slots.upperBound.end)
    let rest = count.elapsed * restFactor
    if count.audit.isWhole { wholeWait = max(wholeInterval, rest) }
    nearWait = max(interval, count.audit.isWhole ? nearWait : rest)
  }
}
