import HTTPTransport
import Logs
import Telemetry

/// Follows the lines of one query, by web socket or by polling, and mends every break.
///
/// Whatever way lines come, all of them pass one ledger, so that filling a gap can reach back as far
/// as it needs. It runs in one task.
final class LokiFollower {
  let client: LokiClient
  let query: LogQuery
  let deliver: @Sendable (LogNews) -> Void

  /// What is sent to the server; it changes where it was a guess.
  var text: LokiClient.QueryText
  var ledger: TailLedger
  var decoder: StreamsDecoder
  /// Where following began.
  let origin: Timestamp
  /// The server's time when lines were certainly coming in.
  var alive: Timestamp
  /// The server's clock ahead of ours, as its answers say.
  var skew = Duration.zero
  /// How often in a row the server counted more lines than it has.
  var idleAudits = 0
  /// What has to be told once lines come in again; `nil` where nothing broke.
  var breakage: String?
  private var backoff = TailBackoff()
  /// How often in a row the server said no to the web socket, or closed it at once.
  private var refusals = 0
  /// Why lines are polled; `nil` where they are pushed or were not refused yet.
  private var pollReason: String?

  init(
    _ client: LokiClient,
    _ query: LogQuery,
    _ text: LokiClient.QueryText,
    from start: Timestamp,
    known: [LogKey],
    _ deliver: @escaping @Sendable (LogNews) -> Void
  ) {
    self.client = client
    self.query = query
    self.text = text
    self.deliver = deliver
    decoder = StreamsDecoder(client.settings.scanner)
    ledger = TailLedger(start: start, known: known)
    alive = start
    origin = start
  }

  var settings: LokiSettings { client.settings }

  /// The server's time as far as it is known.
  var serverNow: Timestamp { client.timing.now() + skew }

  /// Follows until it is cancelled or cannot go on.
  func run() async throws(SourceError) {
    deliver(.status(.connecting))
    if settings.tail == .poll { return try await poll(because: "as told", for: nil) }
    if client.hasManyTenants {
      return try await poll(because: "a web socket is for one tenant alone", for: nil)
    }
    while true {
      try Self.checkCancellation()
      let ending = await socketSession()
      if ending.wasLive { refusals = 0 }
      switch ending.verdict {
      case nil:
        continue
      case .retry(let error):
        refusals = error.cameFromServer ? refusals + 1 : 0
        try await pause(after: error)
        await selectAgain()
        guard refusals >= 3, settings.tail == .automatic else { continue }
        refusals = 0
        try await poll(because: error.headline, for: settings.socketRetry)
      case .giveUp(let error):
        throw error
      case .poll(let reason, let isForGood):
        guard settings.tail == .automatic else {
          try await pause(after: .unreachable(reason))
          continue
        }
        try await poll(because: reason, for: isForGood ? nil : settings.socketRetry)
      }
    }
  }

  /// Tells of a break and waits before the next attempt.
  func pause(after error: SourceError) async throws(SourceError) {
    guard error != .cancelled else { throw .cancelled }
    if breakage == nil { breakage = error.headline }
    let wait = backoff.fail()
    deliver(.status(.broken(error, retryAt: client.timing.now() + wait)))
    try await sleep(wait)
  }

  /// Lines come in: a failure after this is a new one.
  func settle() {
    backoff.succeed()
  }

  func sleep(_ duration: Duration) async throws(SourceError) {
    do {
      try await client.timing.sleep(duration)
    } catch {
      throw .cancelled
    }
  }

  static func checkCancellation() throws(SourceError) {
    if Task.isCancelled { throw .cancelled }
  }

  // MARK: The way back

  /// Tells that lines are pushed after they were polled.
  func noteSocket() {
    guard pollReason != nil else { return }
    pollReason = nil
    deliver(.mark(LogMark(at: ledger.newest, .changed, reason: "the web socket works again")))
  }

  /// Tells that lines are polled from now on, unless that was told for the same reason.
  func notePolling(_ reason: String) {
    defer { pollReason = reason }
    guard pollReason == nil, settings.tail != .poll else { return }
    let words = "asking every \(settings.pollInterval.prometheusText): \(reason)"
    deliver(.mark(LogMark(at: ledger.newest, .changed, reason: words)))
  }
}
