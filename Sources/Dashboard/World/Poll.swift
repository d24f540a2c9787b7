package import Signals
package import Telemetry

/// A server that the dashboard asks.
package enum ServerRole: String, Hashable, Sendable, CaseIterable {
  /// The one that answers PromQL.
  case prometheus
  /// The one that knows silences.
  case alertmanager
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

  /// What is asked.
  package enum Question: Hashable, Sendable {
    /// An instant query, at the server's own now or at a fixed moment.
    case instant(String, at: Timestamp?)
    /// A range query.
    case range(RangeWindow)
    /// The values of a label among the series of the last minutes.
    case labelValues(LabelSearch)
    /// The active targets.
    case targets
    /// Pending and firing alerts.
    case alerts
    /// Alerting rules.
    case rules
    /// Alertmanager's alerts.
    case suppressions

    /// Whether the answer is about a moment that does not move.
    var isFixed: Bool {
      switch self {
      case .instant(_, let moment): moment != nil
      case .range(let window): window.end != nil
      case .labelValues, .targets, .alerts, .rules, .suppressions: false
      }
    }
  }

  /// The name.
  package var id: ID
  /// Who is asked.
  package var server: ServerRole
  /// What is asked.
  package var question: Question
  /// The time from the start of one request to the start of the next.
  package var interval: Duration

  /// Makes a poll.
  package init(_ id: ID, _ server: ServerRole, _ question: Question, every interval: Duration) {
    self.id = id
    self.server = server
    self.question = question
    self.interval = interval
  }
}

/// A range query whose end is now, or fixed.
package struct RangeWindow: Hashable, Sendable {
  /// The PromQL expression.
  package var expression: String
  /// The last moment; `nil` follows the clock.
  ///
  /// Both ends are floored to the step when asked.
  package var end: Timestamp?
  /// The length of the window.
  package var length: Duration
  /// The distance of the points.
  package var step: Duration
  /// How much of the known end is asked again, since late samples change it: at least the rate
  /// window, and more than the 30 s by which some servers hold recent points back.
  package var overlap: Duration

  /// Makes a window.
  package init(
    expression: String,
    end: Timestamp?,
    length: Duration,
    step: Duration,
    overlap: Duration
  ) {
    self.expression = expression
    self.end = end
    self.length = length
    self.step = step
    self.overlap = overlap
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

  /// Makes a plan.
  package init(polls: [Poll] = [], isPaused: Bool = false) {
    self.polls = polls
    self.isPaused = isPaused
  }
}
