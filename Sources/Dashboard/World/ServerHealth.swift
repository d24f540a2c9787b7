package import Telemetry

/// How a server has answered lately.
package struct ServerHealth: Hashable, Sendable {
  /// What the latest answer says.
  package enum State: Hashable, Sendable {
    /// Nothing has come back yet.
    case waiting
    /// It answers.
    case up
    /// It cannot be reached, refuses, or is not ready.
    case down(SourceError)
  }

  /// What the latest answer says.
  package var state = State.waiting
  /// How long the latest good answer took.
  package var latency: Duration?
  /// When the latest good answer came.
  package var lastSuccess: Timestamp?
  /// When it is asked again after a failure.
  package var retryAt: Timestamp?
  /// The server's clock less ours, zero within 5 s, which is all that a `Date` header of whole
  /// seconds and a slow answer allow to be said.
  package var clockSkew = Duration.zero
  /// What an embedded engine holds; `nil` of a server.
  package var holding: StoreHolding?

  /// Nothing known.
  package init() {}

  /// Takes in what came of one request; what no server was asked for says nothing of one.
  package mutating func receive(_ outcome: Outcome) {
    guard outcome.wasAsked else { return }
    retryAt = outcome.retryAt
    switch outcome.result {
    case .success(let answered):
      state = .up
      latency = answered.receipt.elapsed
      lastSuccess = outcome.at
      holding = answered.receipt.holding ?? holding
      if let date = answered.receipt.serverDate {
        clockSkew = Self.skew(of: date, at: outcome.at, elapsed: answered.receipt.elapsed)
      }
    case .failure(let error):
      if Self.isOutage(error) || (isStranger && error.isUnreadable) {
        state = .down(error)
      } else if error != .cancelled, state == .waiting {
        state = .up
      }
    }
  }

  /// Whether it has never answered anything: what it says then is perhaps not even the API.
  private var isStranger: Bool { lastSuccess == nil }

  /// Whether a failure is one of the server, and not of the question.
  static func isOutage(_ error: SourceError) -> Bool {
    switch error {
    case .cancelled, .api, .malformed, .tooMuch: false
    default: true
    }
  }

  /// How far a server's clock is ahead of ours for certain; zero within 5 s.
  ///
  /// The server wrote its date, cut to whole seconds, some time within `elapsed` before `at`.
  package static func skew(of date: Timestamp, at: Timestamp, elapsed: Duration) -> Duration {
    let least = date - at
    let most = (date + .seconds(1)) - (at - elapsed)
    if least > .seconds(5) { return least }
    if most < .seconds(-5) { return most }
    return .zero
  }
}

extension SourceError {
  /// Whether what came was none of the API.
  fileprivate var isUnreadable: Bool {
    if case .malformed = self { true } else { false }
  }
}
