/// Something that a check found wrong, with its remedy.
package struct Finding: Hashable, Sendable {
  /// How bad a finding is, mildest first.
  package enum Severity: Int, Hashable, Sendable, Comparable, CaseIterable {
    /// Worth knowing; nothing breaks.
    case note
    /// Something will be missed, slow or wrong one day.
    case warning
    /// Something is missed, lost or open now.
    case critical

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The word in output and after `--fail-on`.
    package var word: String {
      switch self {
      case .note: "note"
      case .warning: "warning"
      case .critical: "critical"
      }
    }
  }

  /// The check's name, as in `alert-never-fires`: lower case with hyphens, the same in every release.
  package var check: String
  /// How bad it is.
  package var severity: Severity
  /// Where: a server, target, rule, label, or a file with its line.
  package var place: String
  /// What is wrong, with the figures that show it: one sentence without its full stop.
  package var what: String
  /// Why it matters, in one line.
  package var why: String
  /// What to paste: a command, or lines of a configuration; `nil` where nothing but a decision helps.
  package var remedy: String?

  package init(
    _ check: String,
    _ severity: Severity,
    at place: String,
    _ what: String,
    why: String,
    remedy: String? = nil
  ) {
    self.check = check
    self.severity = severity
    self.place = place
    self.what = what
    self.why = why
    self.remedy = remedy
  }
}

/// A check that could not be made.
package struct Unchecked: Hashable, Sendable {
  /// The check's name, as in ``Finding/check``.
  package var check: String
  /// Where it would have looked.
  package var place: String
  /// Why it could not, in one line.
  package var reason: String

  package init(_ check: String, at place: String, because reason: String) {
    self.check = check
    self.place = place
    self.reason = reason
  }
}

/// What a check was made of and found in order.
package struct Checked: Hashable, Sendable {
  /// The check's name, as in ``Finding/check``.
  package var check: String
  /// Where it looked.
  package var place: String
  /// What was seen, as in `12 targets, all up`.
  package var seen: String

  package init(_ check: String, at place: String, _ seen: String) {
    self.check = check
    self.place = place
    self.seen = seen
  }
}

/// What all checks of a run came to; nothing is in it that was not looked at.
package struct CheckOutcome: Hashable, Sendable {
  /// Worst first where it is shown; here in the order of the checks.
  package var findings: [Finding] = []
  /// What could not be looked at.
  package var unchecked: [Unchecked] = []
  /// What was looked at and found in order.
  package var inOrder: [Checked] = []

  package init() {}

  /// Adds what another part of the run came to.
  package mutating func add(_ other: CheckOutcome) {
    findings += other.findings
    unchecked += other.unchecked
    inOrder += other.inOrder
  }
}
