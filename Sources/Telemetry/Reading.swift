/// A value with its state: what a screen may say of it.
///
/// The loop turns answers into readings; how old a good value may be before it is stale is decided
/// when it is looked at, since only then is it known what time it is.
package struct Reading<Value: Sendable>: Sendable {
  /// A value that was received, and when.
  package struct Held: Sendable {
    /// The value.
    package var value: Value
    /// When the answer arrived, by the local clock.
    package var receivedAt: Timestamp

    package init(_ value: Value, at receivedAt: Timestamp) {
      self.value = value
      self.receivedAt = receivedAt
    }
  }

  /// The last good value; kept through failures.
  package var held: Held?
  /// Why the latest attempt failed; `nil` after a good answer and before the first one.
  package var failure: SourceError?
  /// The data missing in the latest good answer, `no series http_requests_total`; `nil` for none.
  package var missing: String?

  /// Nothing received yet.
  package init() {}

  /// A value received at a moment.
  package init(_ value: Value, at receivedAt: Timestamp) {
    held = Held(value, at: receivedAt)
  }
}

extension Reading.Held: Equatable where Value: Equatable {}
extension Reading.Held: Hashable where Value: Hashable {}
extension Reading: Equatable where Value: Equatable {}
extension Reading: Hashable where Value: Hashable {}

/// The state of a reading at a moment; the five that a screen tells apart.
package enum ReadingState: Hashable, Sendable {
  /// No answer has come yet.
  case waiting
  /// The latest answer is good and young.
  case fresh
  /// The latest answer was good but is this old by now.
  case stale(age: Duration)
  /// The server answered, and there is nothing of the kind; the text says of what.
  case missing(String)
  /// The latest attempt failed; the age is that of the last good value, `nil` where there is none.
  case failed(SourceError, age: Duration?)
}

extension Reading {
  /// The state at a moment; a good value older than `lifetime` is stale.
  package func state(at now: Timestamp, lifetime: Duration) -> ReadingState {
    if let failure {
      return .failed(failure, age: held.map { now - $0.receivedAt })
    }
    if let missing { return .missing(missing) }
    guard let held else { return .waiting }
    let age = now - held.receivedAt
    return age > lifetime ? .stale(age: age) : .fresh
  }

  /// Takes in a good answer.
  package mutating func receive(_ value: Value, at now: Timestamp, missing: String? = nil) {
    held = Held(value, at: now)
    failure = nil
    self.missing = missing
  }

  /// Takes in a failure; the last good value stays.
  package mutating func fail(_ error: SourceError) {
    guard error != .cancelled else { return }
    failure = error
  }
}
