import Checks
import HTTPTransport
import Synchronization
import Telemetry

/// A server that is checked: asked one question after the other, and given up where it does not answer.
final class CheckedServer: Sendable {
  /// Its address, as findings name it.
  let place: String
  /// The most that each question may take.
  let deadline: Duration
  /// Why it was given up; `nil` while it answers.
  private let outage = Mutex<SourceError?>(nil)
  private let timeouts = Mutex(0)

  /// How many questions may time out before it is given up.
  private static let patience = 2

  init(_ place: String, deadline: Duration) {
    self.place = place
    self.deadline = deadline
  }

  /// Why it was given up; `nil` where it has answered to the end.
  var failure: SourceError? { outage.withLock { $0 } }

  /// Asks a question, and judges the answer; where there is none, the checks count as not made.
  ///
  /// - Parameters:
  ///   - checks: The names of the checks that the answer is for.
  ///   - question: Asks, within the deadline.
  ///   - verdict: What the answer means.
  /// - Returns: What the checks came to.
  func judge<Value: Sendable>(
    _ checks: [String],
    _ question: (Duration) async throws(SourceError) -> Value,
    _ verdict: (Value) -> CheckOutcome
  ) async -> CheckOutcome {
    do throws(SourceError) {
      return verdict(try await ask(question))
    } catch {
      return unchecked(checks, error)
    }
  }

  /// Asks a question; what is unreachable is not asked again.
  func ask<Value: Sendable>(
    _ question: (Duration) async throws(SourceError) -> Value
  ) async throws(SourceError) -> Value {
    if let failure { throw failure }
    do throws(SourceError) {
      return try await question(deadline)
    } catch {
      note(error)
      throw error
    }
  }

  /// Checks that were not made, for a reason.
  func unchecked(_ checks: [String], _ error: SourceError) -> CheckOutcome {
    var outcome = CheckOutcome()
    outcome.unchecked = checks.map { Unchecked($0, at: place, because: error.headline) }
    return outcome
  }

  private func note(_ error: SourceError) {
    switch error {
    case .unreachable, .misconfigured: outage.withLock { $0 = error }
    case .timedOut:
      let count = timeouts.withLock { count in
        count += 1
        return count
      }
      if count >= Self.patience { outage.withLock { $0 = error } }
    default: break
    }
  }
}
