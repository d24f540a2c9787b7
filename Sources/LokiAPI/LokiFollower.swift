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
  var entries: LokiEntries
  /// Where following began.
  let origin: Timestamp
  /// The server's time when lines were certainly coming in.
  var alive: Timestamp
  /// The server's clock ahead of ours, as its answers say.
  var skew = Duration.zero
  /// Since when a web socket brings lines that were not looked at yet; `nil` where all were.
  var opened: Timestamp?
  /// What is left of a filling that broke off.
  var filling: TailFilling?
  var audits: TailAudits
  var lookBack = TailLookBack()
  /// Lines that were found late and not told of yet.
  var late = TailLateness()
  /// How lines come in, as was told last; `nil` before they did.
  var way: LogFeedStatus.Way?
  /// Whether it was told since that lines are behind.
  var isBehind = false
  /// What has to be told once lines come in again; `nil` where nothing broke.
  var breakage: String?
  private var backoff = TailBackoff()
  /// How often in a row no line came over a web socket.
  private var failures = 0
  /// Whether queries were answered after the last failure.
  private var isServing = false
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
    entries = LokiEntries(client, query, deadline: client.settings.deadline)
    ledger = TailLedger(start: start, known: known)
    alive = start
    origin = start
    audits = TailAudits(from: start, client.settings)
  }

  var settings: LokiSettings { client.settings }

  /// The server's time as far as it is known.
  var serverNow: Timestamp { client.timing.now() + skew }

  /// Follows until it is cancelled or cannot go on.
  func run() async throws(SourceError) {
    deliver(.status(.connecting))
    if settings.tail == .poll { return try await poll(because: "as told", .forGood) }
    if client.hasManyTenants {
      return try await poll(because: "a web socket is for one tenant alone", .forGood)
    }
    while true {
      try Self.checkCancellation()
      let ending = await socketSession()
      if ending.wasLive { (failures, isServing) = (0, false) }
      switch ending.verdict {
      case nil:
        continue
      case .retry(let error):
        failures += 1
        let isRefused = failures >= 3 && settings.tail == .automatic
        // A server that is away is no reason to poll; one that answers queries alone is.
        if isRefused, error.cameFromServer || isServing {
          isServing = false
          try await poll(because: error.headline, .forAWhile)
          continue
        }
        try await pause(after: error)
        await selectAgain()
        if isRefused { isServing = try await answersQueries() }
      case .giveUp(let error):
        throw error
      case .poll(let reason, let span):
        guard settings.tail == .automatic else {
          try await pause(after: .unreachable(reason))
          continue
        }
        try await poll(because: reason, span)
      }
    }
  }

  /// Fills the gap, and tells whether that succeeded.
  private func answersQueries() async throws(SourceError) -> Bool {
    do throws(SourceError) {
      try await mend()
      return true
    } catch {
      guard !error.isRefusal else { throw error }
      return false
    }
  }

  /// Tells of a break and waits before the next attempt.
  func pause(after error: SourceError) async throws(SourceError) {
    guard error != .cancelled else { throw .cancelled }
    if breakage == nil { breakage = error.headline }
    way = nil
    let wait = backoff.fail()
    deliver(.status(.broken(error, retryAt: client.timing.now() + wait)))
    try await sleep(wait)
  }

  /// Lines come in this way: a failure after this is a new one.
  func settle(_ way: LogFeedStatus.Way) {
    backoff.succeed()
    guard self.way != way || isBehind else { return }
    switch way {
    case .polling(_, let reason): notePolling(reason)
    default: noteSocket()
    }
    (self.way, isBehind) = (way, false)
    deliver(.status(.live(way)))
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
  private func noteSocket() {
    guard pollReason != nil else { return }
    pollReason = nil
    deliver(.mark(LogMark(at: ledger.newest, .changed, reason: "the web socket works again")))
  }

  /// Tells that lines are polled from now on, unless that was told for the same reason.
  private func notePolling(_ reason: String) {
    defer { pollReason = reason }
    guard pollReason == nil, settings.tail != .poll else { return }
    let words = "asking every \(settings.pollInterval.prometheusText): \(reason)"
    deliver(.mark(LogMark(at: ledger.newest, .changed, reason: words)))
  }
}
