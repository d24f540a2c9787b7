import Logs
import Telemetry

/// The lines of one query as far as they came, whatever way they came.
///
/// All of them pass one ledger, so that filling a gap can reach back as far as it needs. It is used in
/// one task.
final class LokiTail {
  let client: LokiClient
  let query: LogQuery
  let deliver: @Sendable (LogNews) -> Void

  /// The LogQL sent to the server; it changes if it was a guess.
  var text: LokiClient.QueryText
  var ledger: TailLedger
  /// Makes entries of the lines, whose stack traces the server keeps line by line.
  var entries: LokiEntries
  /// Where following began.
  let origin: Timestamp
  /// The server's time when lines were certainly coming in.
  var alive: Timestamp
  /// The server's clock ahead of ours, as its answers say.
  var skew = Duration.zero
  /// Since when a web socket brings lines that were not looked at yet; `nil` where all were.
  var opened: Timestamp?
  /// The rest of an interrupted fill.
  var filling: TailFilling?
  var audits: TailAudits
  var lookBack = TailLookBack()
  /// Lines that were found late and not told of yet.
  var late = TailLateness()
  /// How lines come in, as was told last; `nil` before they did.
  var way: LogFeedStatus.Way?
  /// Whether it was told since that lines are behind.
  var isBehind = false
  /// The reason to report once lines arrive again; `nil` if nothing broke.
  var breakage: String?
  private var backoff = TailBackoff()
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
    entries = LokiEntries(client, query, deadline: client.settings.deadline)
    ledger = TailLedger(start: start, known: known)
    alive = start
    origin = start
    audits = TailAudits(from: start, client.settings)
  }

  var settings: LokiSettings { client.settings }

  /// The server's time as far as it is known.
  var serverNow: Timestamp { client.timing.now() + skew }

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
    let words = "polling every \(settings.pollInterval.prometheusText): \(reason)"
    deliver(.mark(LogMark(at: ledger.newest, .changed, reason: words)))
  }
}
