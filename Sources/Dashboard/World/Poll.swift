package import Signals

/// A server that the dashboard asks.
package enum ServerRole: String, Hashable, Sendable, CaseIterable {
  /// The one that answers PromQL.
  case prometheus
  /// The one that knows silences.
  case alertmanager
  /// The one that keeps log lines, as far as panels ask it.
  case loki
}

/// One question that is asked again and again, complete in itself: equal polls have equal answers.
package struct Poll: Hashable, Sendable, Identifiable {
  /// Names a question across changes of its wording: `latency_p95.range`, `targets`.
  package struct ID: Hashable, Sendable {
    /// The text, as snapshots and debug logs show it.
    package var text: String

    /// Names a question.
    package init(_ text: String) {
      self.text = text
    }

    /// Names a question to the server's index.
    package init(_ search: LabelSearch) {
      text = ([search.label] + search.selectors).joined(separator: " ")
    }
  }

  /// The name.
  package var id: ID
  /// The server to ask.
  package var server: ServerRole
  /// The question.
  package var question: Question
  /// The time from the start of one request to the start of the next.
  package var interval: Duration
  /// Whether the question is an expression that gives an instant vector of numbers for sure, so that it
  /// can be asked in one request with others.
  package var isBatchable = false

  package init(_ id: ID, _ server: ServerRole, _ question: Question, every interval: Duration) {
    self.id = id
    self.server = server
    self.question = question
    self.interval = interval
  }
}

/// All that is to be asked from now on.
///
/// Handing over a new plan ends what is no longer in it, leaves polls that are equal alone, and
/// starts new and changed ones at once.
package struct PollPlan: Hashable, Sendable {
  /// The polls; IDs are unique.
  ///
  /// Order is the order of first asking.
  package var polls: [Poll]
  /// Whether to ask nothing until the next plan; answers under way are let through.
  package var isPaused: Bool

  package init(polls: [Poll] = [], isPaused: Bool = false) {
    self.polls = polls
    self.isPaused = isPaused
  }
}
