import HTTPTransport
import Logs
import Telemetry

extension LokiFollower {
  /// Asks for lines again and again.
  ///
  /// - Parameters:
  ///   - reason: Why lines are not pushed.
  ///   - span: How long to go on before the web socket is tried; `nil` for ever.
  /// - Throws: `SourceError` where trying again cannot help.
  func poll(because reason: String, for span: Duration?) async throws(SourceError) {
    var left = span
    var isTold = false
    while left.map({ $0 > .zero }) ?? true {
      try Self.checkCancellation()
      do throws(SourceError) {
        try await mend()
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
      left = left.map { $0 - settings.pollInterval }
    }
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
