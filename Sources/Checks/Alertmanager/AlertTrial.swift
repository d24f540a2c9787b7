package import Telemetry

/// One alert that is sent to see whether somebody would be told: what became of it, step by step.
package struct AlertTrial: Sendable {
  /// The check's name.
  package static let name = "alert-trial"

  /// Labels of a trial's alert: they say what it is, and match no route of services by accident.
  package static func labels(id: String) -> LabelSet {
    LabelSet([
      "alertname": "GoldtopTestAlert", "severity": "warning", "goldtop_trial": id,
      "job": "goldtop-check",
    ])
  }

  /// Its annotations.
  package static let annotations = LabelSet([
    "summary": "A test by goldtop check --alert; nothing is wrong",
    "description": "It ends by itself within two minutes.",
  ])

  /// Whether the server has shown it as active.
  package var wasSeen = false
  /// The receivers that the server has routed it to.
  package var receivers: [String] = []
  /// The kinds of ways, such as `slack`, of those receivers; `nil` where they are not known.
  package var kinds: Set<String>?
  /// Attempts to notify by those kinds while it was there, of any alert; `nil` where they are not counted.
  package var sent: Double?
  /// Attempts of those kinds of which none succeeded; `nil` where they are not counted.
  package var failed: Double?
  /// Whether it was gone at the end.
  package var isGone = false

  package init() {}

  /// Judges the trial.
  ///
  /// - Parameter place: The server.
  /// - Returns: A finding for the first step that failed, or that all went well.
  package func outcome(at place: String) -> CheckOutcome {
    var outcome = CheckOutcome()
    guard let fault else {
      let counted = sent.map { "\(FigureText.count($0)) notifications sent" }
      let words = "seen, routed to \(ways), \(counted ?? "notifications not counted")"
      outcome.inOrder.append(Checked(Self.name, at: place, "\(words), resolved, gone"))
      return outcome
    }
    outcome.findings.append(
      Finding(
        Self.name,
        .critical,
        at: place,
        fault.what,
        why: fault.why,
        remedy: "amtool config routes test severity=warning job=goldtop-check"
      )
    )
    return outcome
  }

  private var ways: String {
    receivers.isEmpty ? "no receiver" : receivers.joined(separator: ", ")
  }

  /// The first step that failed, and why it matters; `nil` where all went well.
  private var fault: (what: String, why: String)? {
    if !wasSeen {
      return ("the test alert was taken, and never shown as active", "alerts are lost on the way")
    }
    if kinds == [] {
      return ("the test alert goes to \(ways), which tells nobody", "whoever should be told is not")
    }
    if let failed, failed > 0 {
      return (
        "\(failed == 1 ? "1 notification" : "\(FigureText.count(failed)) notifications") failed while the "
          + "test alert was there, which goes to \(ways)",
        "whoever should be told is not"
      )
    }
    if sent == 0 {
      return (
        "no notification was sent while the test alert was there, which goes to \(ways)",
        "whoever should be told is not: 'group_wait' may be longer than the trial"
      )
    }
    return isGone
      ? nil
      : (
        "the test alert was resolved, and is still there",
        "what is over is shown as if it went on"
      )
  }
}
