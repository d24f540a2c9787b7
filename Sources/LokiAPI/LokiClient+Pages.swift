import HTTPTransport
package import Logs
import Synchronization
package import Telemetry

extension LokiClient {
  /// How often one page may be asked anew, each time with a smaller or a larger limit.
  private static let attemptLimit = 16

  /// One page of history.
  ///
  /// - Parameter query: What is wanted; a limit of the server is learned from its refusal, obeyed
  ///   from then on and noted.
  /// - Returns: The page; `next` where there is more.
  /// - Throws: `SourceError`.
  @concurrent
  package func page(_ query: LogPageQuery) async throws(SourceError) -> Answer<LogPage> {
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
        notes.append("lines are long: asked for \(fewer) at a time")
      }
    }
    throw .malformed("the server's limits change with every answer")
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
      let response = try await send(
        LokiPath.queryRange,
        [
          HTTPRequest.Parameter("query", logQL),
          HTTPRequest.Parameter("start", "\(walk.start.nanoseconds)"),
          HTTPRequest.Parameter("end", "\(walk.end.nanoseconds)"),
          HTTPRequest.Parameter("limit", "\(walk.limit)"),
          HTTPRequest.Parameter(
            "direction",
            query.direction == .backward ? "backward" : "forward"
          ),
        ],
        deadline: query.deadline
      )
      receipt.add(response.receipt)
      let answer = LokiAnswer(response)
      guard answer.isGood else {
        guard response.status == 400, learn(from: answer.message, &notes) else {
          throw answer.error(deadline: query.deadline)
        }
        return nil
      }
      let streams = try self.streams(response.body)
      limits.withLock { $0.grow(after: response.body.count) }
      let lines = streams.ascending(isDescending: query.direction == .backward)
      if case .done(var page) = walk.take(lines) {
        page.notes = notes + page.notes
        return page
      }
    }
  }

  private func learn(from message: String, _ notes: inout [String]) -> Bool {
    let isNew = limits.withLock { $0.learn(from: message) }
    if isNew { notes.append("asked in smaller pieces: \(message)") }
    return isNew
  }

  private func streams(_ body: [UInt8]) throws(SourceError) -> ReceivedStreams {
    var decoder = StreamsDecoder(settings.scanner)
    let streams: ReceivedStreams
    do {
      streams = try decoder.decode(body)
    } catch {
      throw SourceError(error)
    }
    guard let type = streams.resultType else { throw .malformed("there is no result in it") }
    guard type == "streams" else {
      throw .api(type: "query", message: "lines were expected, the query gives '\(type)'")
    }
    guard streams.hasList else { throw .malformed("the list of streams is missing") }
    return streams
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
