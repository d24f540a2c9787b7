import HTTPTransport
import Logs
import Telemetry

extension LokiFollower {
  /// A poll looks back so far behind the one before it: lines come to a server a little late.
  private static let nearOverlap = Duration.seconds(1)

  /// Asks for lines again and again.
  ///
  /// A poll asks for what is newer than the one before it, and a second more. Lines that are written
  /// later than that are found by a count: as often as the overlap of the settings is long, the
  /// server is asked how many lines the last two of these have, and they are read again only where
  /// that is more than have come.
  ///
  /// - Parameters:
  ///   - reason: Why lines are not pushed.
  ///   - span: How long to go on before the web socket is tried; `nil` for ever.
  /// - Throws: `SourceError` where trying again cannot help.
  func poll(because reason: String, for span: Duration?) async throws(SourceError) {
    var left = span
    var isTold = false
    var sinceCount = Duration.zero
    while left.map({ $0 > .zero }) ?? true {
      try Self.checkCancellation()
      do throws(SourceError) {
        try await mend(overlap: isTold ? Self.nearOverlap : settings.overlap)
        if text.isGuess, client.hasLabels {
          await selectAgain()
          continue
        }
        if sinceCount >= settings.overlap {
          sinceCount = .zero
          if await hasLateLines() { try await readAgain() }
        }
        tidy()
        settle()
        if !isTold {
          isTold = true
          notePolling(reason)
          deliver(.status(.live(.polling(every: settings.pollInterval, reason: reason))))
        }
      } catch {
        guard !Self.isFinal(error) else { throw error }
        isTold = false
        try await pause(after: error)
        continue
      }
      try await sleep(settings.pollInterval)
      sinceCount += settings.pollInterval
      left = left.map { $0 - settings.pollInterval }
    }
  }

  /// Looks for lines that were written late.
  private func readAgain() async throws(SourceError) {
    let start = ledger.resumption(alive: alive, overlap: settings.overlap * 2)
    let recovered = try await fill(from: start)
    idleAudits = recovered > 0 ? 0 : idleAudits + 1
  }

  /// Whether the same question would be refused for ever.
  static func isFinal(_ error: SourceError) -> Bool {
    switch error {
    case .api(let type, _): type == "400" || type == "query"
    case .misconfigured, .cancelled: true
    default: false
    }
  }
}
