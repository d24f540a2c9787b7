import HTTPTransport
import Logs
import Telemetry

/// The web socket over which a Loki pushes lines: a session after the other.
final class LokiSocket {
  private let tail: LokiTail
  private var decoder: StreamsDecoder

  init(_ tail: LokiTail) {
    self.tail = tail
    decoder = StreamsDecoder(tail.settings.scanner)
  }

  /// How a session over a web socket ended.
  struct Ending {
    /// The verdict; `nil` if the next session may start at once.
    var verdict: TailVerdict?
    /// Whether lines were coming in.
    var wasLive: Bool
  }

  /// Opens a web socket and takes its lines until it ends or is old enough.
  func run() async -> Ending {
    let inbox = TailInbox()
    let socket: WebSocketConnection
    tail.opened = tail.serverNow
    do throws(TransportError) {
      socket = try await tail.client.transport.webSocket(tailRequest) { inbox.put(.event($0)) }
    } catch {
      tail.opened = nil
      return Ending(verdict: TailVerdict.refusal(error), wasLive: false)
    }
    let ending = await withDiscardingTaskGroup(returning: Ending.self) { group in
      watch(socket, inbox, &group)
      tail.watchLabels(inbox, &group)
      tail.scheduleAudit(inbox, &group)
      var session = TailSession()
      let ending = await take(inbox, &session, &group)
      await release(&session)
      tail.opened = nil
      group.cancelAll()
      return ending
    }
    // A server that is well is told; one that is not need not be waited for.
    if ending.verdict == nil { await socket.close() } else { socket.abandon() }
    return ending
  }

  /// The request for the tail.
  ///
  /// The server is asked for next to nothing of the past: it answers that by best effort alone, and
  /// what is older comes by filling the gap.
  private var tailRequest: HTTPRequest {
    let now = tail.serverNow
    let start = min(now, max(tail.ledger.newest, now - .seconds(5)))
    return HTTPRequest(
      .get,
      LokiPath.tail,
      parameters: [
        HTTPRequest.Parameter("query", tail.text.logQL),
        HTTPRequest.Parameter("start", "\(start.nanoseconds)"),
        HTTPRequest.Parameter("limit", "100"),
        HTTPRequest.Parameter("delay_for", "0"),
      ],
      deadline: tail.settings.deadline
    )
  }

  /// Starts what looks after a socket from beside.
  private func watch(
    _ socket: WebSocketConnection,
    _ inbox: TailInbox,
    _ group: inout DiscardingTaskGroup
  ) {
    let (settings, timing) = (tail.settings, tail.client.timing)
    group.addTask {
      guard (try? await timing.sleep(settings.renewal)) != nil else { return }
      inbox.put(.aged)
    }
    group.addTask {
      // Quarters, so that silence is noticed soon after its time, and a machine that slept through
      // several of them is noticed too.
      let tick = settings.silence / 4
      var quiet = 0
      var heard = -1
      var last = timing.now()
      while (try? await timing.sleep(tick)) != nil {
        let (bytes, now) = (socket.bytesHeard, timing.now())
        quiet = bytes == heard ? quiet + 1 : 0
        let hasSlept = now - last > settings.silence * 2
        guard quiet < 4, !hasSlept else { return inbox.put(.silent) }
        (heard, last) = (bytes, now)
      }
    }
  }

  /// Takes signals until the session is over.
  private func take(
    _ inbox: TailInbox,
    _ session: inout TailSession,
    _ group: inout DiscardingTaskGroup
  ) async -> Ending {
    for await signal in inbox.signals {
      do throws(SourceError) {
        let ending = try await act(on: signal, inbox, &session, &group)
        if let ending { return ending }
      } catch {
        // What cannot be read is no web socket of a Loki.
        let isReadable = if case .malformed = error { false } else { true }
        return Ending(verdict: verdict(for: error), wasLive: session.isLive && isReadable)
      }
    }
    return Ending(verdict: .giveUp(.cancelled), wasLive: session.isLive)
  }

  /// Does what one signal asks for; how the session has ended, where it has.
  private func act(
    on signal: TailSignal,
    _ inbox: TailInbox,
    _ session: inout TailSession,
    _ group: inout DiscardingTaskGroup
  ) async throws(SourceError) -> Ending? {
    switch signal {
    case .event(.closed(let end)):
      return ended(end, session)
    case .event(let event):
      if case .message(let bytes) = event { inbox.took(bytes) }
      try await hear(event, inbox, &session, &group)
    case .due:
      await release(&session)
    case .auditDue:
      tail.audit(inbox, &group)
    case .counted(let count):
      await release(&session)
      let found = try await tail.compare(count, isPushed: true)
      if session.isLive { tail.settle(.webSocket) }
      if found > 0, let blockage = tail.blockage {
        return Ending(verdict: .poll(reason: blockage, .whileAhead), wasLive: session.isLive)
      }
      tail.scheduleAudit(inbox, &group)
    case .uncounted(let error):
      if error.isRefusal { tail.audits.giveUp() } else { tail.scheduleAudit(inbox, &group) }
    case .selected, .aged, .silent, .overrun, .pollDue:
      return ended(by: signal, session)
    }
    return nil
  }

  /// Ends a session that is not closed; what comes between this socket and the next is filled in.
  private func ended(by signal: TailSignal, _ session: TailSession) -> Ending {
    switch signal {
    case .silent:
      let words = "no data for \(tail.settings.silence.prometheusText)"
      guard session.isLive else {
        return Ending(verdict: .poll(reason: "no web socket: \(words)", .forAWhile), wasLive: false)
      }
      return Ending(verdict: .retry(.unreachable(words)), wasLive: true)
    case .selected(let text): tail.select(text)
    case .overrun: tail.breakage = "lines arrived faster than they could be read"
    default: break
    }
    return Ending(verdict: nil, wasLive: session.isLive)
  }

  private func ended(_ end: WebSocketEnd, _ session: TailSession) -> Ending {
    if session.isLive, TailVerdict.isRotation(end) {
      return Ending(verdict: nil, wasLive: true)
    }
    return Ending(
      verdict: TailVerdict.end(end, wasAlive: session.isLive),
      wasLive: session.isLive
    )
  }

  private func verdict(for error: SourceError) -> TailVerdict {
    error.isRefusal ? .giveUp(error) : .retry(error)
  }

  /// Takes one sign of life, with or without lines.
  private func hear(
    _ event: WebSocketEvent,
    _ inbox: TailInbox,
    _ session: inout TailSession,
    _ group: inout DiscardingTaskGroup
  ) async throws(SourceError) {
    if !session.isLive { try await goLive(&session) }
    var dropped: [Timestamp] = []
    if case .message(let bytes) = event {
      let streams: ReceivedStreams
      do {
        streams = try decoder.decode(bytes)
      } catch {
        throw SourceError(error)
      }
      dropped = streams.dropped
      let fresh = streams.lines.filter { tail.ledger.admit($0.key) }
      await hold(fresh, inbox, &session, &group)
    }
    if let oldest = dropped.min() { session.drop(dropped.count, from: oldest) }
    if session.hasDrops(at: tail.serverNow) { try await recover(&session) }
    tail.alive = max(tail.alive, tail.serverNow)
    if !inbox.holdsMessages { tail.opened = nil }
    session.sinceTidy += 1
    if session.sinceTidy >= 20 {
      session.sinceTidy = 0
      tail.tidy()
    }
  }

  /// Fills what lies before the web socket's first sign of life.
  ///
  /// A server says yes to the upgrade first and asks its ingesters then, so that only something
  /// heard proves that nothing new can be missed.
  private func goLive(_ session: inout TailSession) async throws(SourceError) {
    try await tail.mend()
    session.isLive = true
    tail.way = nil
    tail.settle(.webSocket)
  }

  /// Holds lines back for a moment, since a later frame may have older ones.
  private func hold(
    _ lines: [ReceivedLine],
    _ inbox: TailInbox,
    _ session: inout TailSession,
    _ group: inout DiscardingTaskGroup
  ) async {
    guard !lines.isEmpty else { return }
    let isFirst = session.held.isEmpty
    session.held += lines
    guard tail.settings.reorder > .zero else { return await release(&session) }
    guard isFirst else { return }
    let (wait, timing) = (tail.settings.reorder, tail.client.timing)
    group.addTask {
      if (try? await timing.sleep(wait)) != nil { inbox.put(.due) }
    }
  }

  /// Hands out what was held back, in order.
  func release(_ session: inout TailSession) async {
    guard !session.held.isEmpty else { return }
    let held = ReceivedStreams(lines: session.held, streams: [0..<session.held.count])
    session.held = []
    let lines = held.ascending(isDescending: false).map(\.entry)
    tail.deliver(.entries(await tail.entries.make(of: lines) { _ in true }.entries))
  }

  /// Asks for the lines that the server says it dropped.
  private func recover(_ session: inout TailSession) async throws(SourceError) {
    await release(&session)
    let (count, oldest) = session.takeDrops(at: tail.serverNow)
    // Should asking fail, the filling of the next gap has to reach back as far.
    let wasAlive = tail.alive
    tail.alive = min(tail.alive, oldest)
    let start = oldest - .seconds(1)
    let recovered = try await tail.fill(from: max(start, tail.ledger.horizon)).count
    tail.alive = max(tail.alive, wasAlive)
    let words = "the server dropped \(count) lines from the tail"
    // What was asked for again from the first one on is all that there is.
    let isWhole = start >= tail.ledger.horizon || recovered >= count
    let kind = isWhole ? LogMark.Kind.recovered(recovered) : .lost(atLeast: count - recovered)
    tail.deliver(.mark(LogMark(at: tail.ledger.newest, kind, reason: words)))
  }
}
