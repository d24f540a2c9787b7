import Logs
import Telemetry

/// Follows the lines of one query, by web socket or by polling, and mends every break.
///
/// It runs in one task.
final class LokiFollower {
  private let tail: LokiTail
  private let socket: LokiSocket
  private let polling: LokiPolling
  /// How often in a row no line came over a web socket.
  private var failures = 0
  /// Whether queries were answered after the last failure.
  private var isServing = false

  init(_ tail: LokiTail) {
    self.tail = tail
    socket = LokiSocket(tail)
    polling = LokiPolling(tail: tail)
  }

  /// Follows until cancelled or broken.
  func run() async throws(SourceError) {
    tail.deliver(.status(.connecting))
    if tail.settings.tail == .poll {
      return try await polling.run(because: "as configured", .forGood)
    }
    if tail.client.hasManyTenants {
      return try await polling.run(because: "a web socket supports only one tenant", .forGood)
    }
    while true {
      try Self.checkCancellation()
      let ending = await socket.run()
      if ending.wasLive { (failures, isServing) = (0, false) }
      switch ending.verdict {
      case nil:
        continue
      case .retry(let error):
        failures += 1
        let isRefused = failures >= 3 && tail.settings.tail == .automatic
        // A server that is away is no reason to poll; one that answers queries alone is.
        if isRefused, error.cameFromServer || isServing {
          isServing = false
          try await polling.run(because: error.headline, .forAWhile)
          continue
        }
        try await tail.pause(after: error)
        await tail.selectAgain()
        if isRefused { isServing = try await answersQueries() }
      case .giveUp(let error):
        throw error
      case .poll(let reason, let span):
        guard tail.settings.tail == .automatic else {
          try await tail.pause(after: .unreachable(reason))
          continue
        }
        try await polling.run(because: reason, span)
      }
    }
  }

  /// Fills the gap, and tells whether that succeeded.
  private func answersQueries() async throws(SourceError) -> Bool {
    do throws(SourceError) {
      try await tail.mend()
      return true
    } catch {
      guard !error.isRefusal else { throw error }
      return false
    }
  }

  private static func checkCancellation() throws(SourceError) {
    if Task.isCancelled { throw .cancelled }
  }
}
