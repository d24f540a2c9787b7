import HTTPTransport
package import Logs
import Synchronization
package import Telemetry

extension LokiClient {
  /// How often one page is retried, each time with a smaller or a larger limit.
  private static let attemptLimit = 16

  /// One page of history.
  ///
  /// - Parameter query: What is wanted; a limit of the server is learned from its refusal, obeyed
  ///   from then on and noted.
  /// - Returns: The page; `next` where there is more.
  /// - Throws: `SourceError`.
  @concurrent
  package func page(_ query: LogPageQuery) async throws(SourceError) -> Answer<LogPage> {
    var answer = try await linesPage(query)
    var entries = LokiEntries(self, query.query, deadline: query.deadline)
    let made = await entries.make(of: answer.value.entries) { _ in true }
    (answer.value.entries, answer.value.notes) = (made.entries, answer.value.notes + made.notes)
    return answer
  }

  /// The same, each line of a stack trace an entry of its own, as the server keeps them.
  func linesPage(_ query: LogPageQuery) async throws(SourceError) -> Answer<LogPage> {
    guard query.start < query.end else { return Answer(LogPage(entries: [])) }
    let text = try await logQL(of: query.query, deadline: query.deadline)
    var notes = text.notes
    var receipt = Receipt(requests: 0)
    for _ in 0..<Self.attemptLimit {
      var walk = PageWalk(query, limits: limits.withLock { $0 })
      do throws(SourceError) {
        if let page = try await page(&walk, text.logQL, query, &receipt, &notes) {
          return Answer(page, receipt: receipt)
        }
      } catch {
        // Lines of a quarter of a megabyte each: fewer of them fit.
        guard case .tooMuch = error, walk.limit > 1 else { throw error }
        let fewer = limits.withLock { $0.shrink(from: walk.limit) }
        notes.append("long lines: fetching \(fewer) at a time")
      }
    }
    throw .malformed("the server's limits keep changing")
  }

  /// Asks until a page is there; `nil` where a new limit was learned.
  private func page(
    _ walk: inout PageWalk,
    _ logQL: String,
    _ query: LogPageQuery,
    _ receipt: inout Receipt,
    _ notes: inout [String]
  ) async throws(SourceError) -> LogPage? {
    while true {
      let response = try await ask(logQL, walk.question)
      receipt.add(response.receipt)
      let answer = LokiAnswer(response)
      guard answer.isGood else {
        guard response.status == 400, learn(from: answer.message, &notes) else {
          throw answer.error(deadline: query.deadline)
        }
        return nil
      }
      let lines = try answer.lines(query.direction, settings.scanner)
      limits.withLock { $0.grow(after: response.body.count) }
      var page: LogPage
      switch walk.take(lines) {
      case .again: continue
      case .done(let whole): page = whole
      case .stuck(let moment):
        let other = try await ask(logQL, walk.otherEnd(of: moment))
        receipt.add(other.receipt)
        guard LokiAnswer(other).isGood else {
          throw LokiAnswer(other).error(deadline: query.deadline)
        }
        let direction = walk.otherEnd(of: moment).direction
        let rest = try LokiAnswer(other).lines(direction, settings.scanner)
        let total = try? await count(query.query, at: moment, deadline: query.deadline)
        page = walk.passing(moment, rest, total: total)
      }
      page.notes = notes + page.notes
      return page
    }
  }

  /// Asks for the lines of a stretch, as many as the question's limit.
  private func ask(
    _ logQL: String,
    _ question: LogPageQuery
  ) async throws(SourceError) -> HTTPResponse {
    try await send(
      LokiPath.queryRange,
      [
        HTTPRequest.Parameter("query", logQL),
        HTTPRequest.Parameter("start", "\(question.start.nanoseconds)"),
        HTTPRequest.Parameter("end", "\(question.end.nanoseconds)"),
        HTTPRequest.Parameter("limit", "\(question.limit)"),
        HTTPRequest.Parameter(
          "direction",
          question.direction == .backward ? "backward" : "forward"
        ),
      ],
      deadline: question.deadline
    )
  }

  private func learn(from message: String, _ notes: inout [String]) -> Bool {
    let isNew = limits.withLock { $0.learn(from: message) }
    if isNew { notes.append("query split: \(message)") }
    return isNew
  }
}

extension LokiAnswer {
  /// The lines of an answer, ascending.
  fileprivate func lines(
    _ direction: LogPageQuery.Direction,
    _ scanner: LineScanner
  ) throws(SourceError) -> [ReceivedLine] {
    var decoder = StreamsDecoder(scanner)
    let streams: ReceivedStreams
    do {
      streams = try decoder.decode(response.body)
    } catch {
      throw SourceError(error)
    }
    guard let type = streams.resultType else { throw withoutResult }
    guard type == "streams" else {
      throw .api(type: "query", message: "expected log lines, the query returns '\(type)'")
    }
    guard streams.hasList else { throw .malformed("the list of streams is missing") }
    return streams.ascending(isDescending: direction == .backward)
  }
}

extension SourceError {
  init(_ error: ScanError) {
    switch error {
    case .malformed(let reason, let place): self = .malformed("\(reason) at byte \(place)")
    case .tooMuch(let reason): self = .tooMuch(reason)
    }
  }
}
