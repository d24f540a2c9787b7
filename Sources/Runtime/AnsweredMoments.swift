package import Dashboard
package import Telemetry

/// Which moments have been answered for, so that nobody asks for what cannot have changed.
///
/// A range has nothing new until the clock has passed the next multiple of its step, and a
/// question about the past is answered for good once late samples have had their time.
package struct AnsweredMoments: Sendable {
  /// How long an instant in the past may still change: samples travel, and some servers hold the
  /// last 30 s back.
  private static let settling = Duration.seconds(60)

  private var answered: [Poll.ID: Timestamp] = [:]

  /// Makes a memory of nothing.
  package init() {}

  /// Whether a poll can have another answer at a moment by the server's clock.
  package func isWorthAsking(_ poll: Poll, at now: Timestamp) -> Bool {
    guard let last = answered[poll.id], let moment = Self.moment(of: poll.question, at: now)
    else { return true }
    // Not "later than": a clock that was set back has moments of its own.
    return moment != last
  }

  /// Notes a good answer to a poll that was asked at a moment.
  package mutating func note(_ poll: Poll, askedAt now: Timestamp) {
    answered[poll.id] = Self.moment(of: poll.question, at: now)
  }

  /// Forgets polls, since what follows under their names is another question.
  package mutating func forget(_ ids: some Sequence<Poll.ID>) {
    for id in ids { answered[id] = nil }
  }

  /// What an answer at a moment answers for; `nil` where each moment has its own answer.
  private static func moment(of question: Poll.Question, at now: Timestamp) -> Timestamp? {
    switch question {
    case .range(let window):
      let last = window.end.map { min(now, $0 + window.overlap) } ?? now
      return last.floored(to: window.step)
    case .instant(_, let time):
      return time.map { min(now, $0 + settling) }
    case .labelValues, .targets, .alerts, .rules, .suppressions:
      return nil
    }
  }
}
