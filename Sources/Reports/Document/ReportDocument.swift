package import Telemetry

/// A report: what happened in a window, in sections.
package struct ReportDocument: Hashable, Sendable {
  /// How often it is read.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case daily
    case weekly
    case monthly

    /// The days of its window.
    package var days: Int {
      switch self {
      case .daily: 1
      case .weekly: 7
      case .monthly: 30
      }
    }
  }

  /// How often it is read.
  package var kind: Kind
  /// What it is of: a server, with the selector where there is one; hostile until written.
  package var subject: String
  /// What it looks at.
  package var window: Stretch
  /// The clocks that it is written by.
  package var calendar: ReportCalendar
  /// The servers whose history is shorter than what is looked at.
  package var reaches: [HistoryReach] = []
  /// In the order in which they are read.
  package var sections: [ReportSection] = []

  package init(
    _ kind: Kind,
    of subject: String,
    over window: Stretch,
    in calendar: ReportCalendar = .utc
  ) {
    self.kind = kind
    self.subject = subject
    self.window = window
    self.calendar = calendar
  }

  /// The window with its zone, in words.
  package var windowWords: String { "\(calendar.words(window)), \(calendar.name)" }

  /// What matters most, worst first, else in the order of the sections.
  package var headlines: [ReportHeadline] {
    Severity.allCases.reversed().flatMap { severity in
      sections.flatMap(\.headlines).filter { $0.severity == severity }
    }
  }

  /// What stands in place of headlines where there are none.
  package var quietWords: String {
    gaps.contains(where: \.isFailure) ? "nothing of note in what was answered" : "nothing of note"
  }

  /// The worst of its headlines.
  package var severity: Severity { headlines.map(\.severity).max() ?? .ok }

  /// What was not answered, with the reason, each once.
  package var gaps: [ReportGap] {
    sections.flatMap(\.gaps).reduce(into: []) { gaps, gap in
      if !gaps.contains(gap) { gaps.append(gap) }
    }
  }

  /// The title, in words.
  package var title: String {
    kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst() + " report"
  }
}

/// A part of a report about one thing.
package struct ReportSection: Hashable, Sendable {
  /// Its name for programs: lower case with underscores, the same in every release.
  package var id: String
  /// Its title.
  package var title: String
  /// The window of its numbers, where a column or a fact names none of its own.
  package var window: Stretch
  /// What of it belongs at the top of the report.
  package var headlines: [ReportHeadline] = []
  /// Its content, in order.
  package var blocks: [ReportBlock] = []
  /// What a reader must know of the numbers, one sentence each without its full stop.
  package var remarks: [String] = []
  /// What could not be asked.
  package var gaps: [ReportGap] = []
  /// What was asked.
  package var questions: [ReportQuestion] = []

  package init(_ id: String, _ title: String, over window: Stretch) {
    self.id = id
    self.title = title
    self.window = window
  }
}

/// One line at the top of a report.
package struct ReportHeadline: Hashable, Sendable {
  /// How bad it is.
  package var severity: Severity
  /// One sentence without its full stop; hostile until written.
  package var text: String

  package init(_ severity: Severity, _ text: String) {
    self.severity = severity
    self.text = text
  }
}

extension [ReportHeadline] {
  /// The worst, and one that counts the others: a fleet must not push the rest of a report out of sight.
  ///
  /// - Parameter others: Words for so many others.
  /// - Returns: As many as a reader takes in.
  func limited(_ others: (Int) -> String) -> [ReportHeadline] {
    let most = 5
    guard count > most + 1 else { return self }
    let ordered = Severity.allCases.reversed().flatMap { severity in
      filter { $0.severity == severity }
    }
    return ordered.prefix(most)
      + [ReportHeadline(ordered[most].severity, others(count - most))]
  }
}

/// Something that was not answered.
package struct ReportGap: Hashable, Sendable {
  /// What is missing from the report.
  package var what: String
  /// Why; hostile until written.
  package var reason: String
  /// Whether a server failed, as against one that is not there or does not know.
  package var isFailure: Bool

  package init(_ what: String, because reason: String, isFailure: Bool = false) {
    self.what = what
    self.reason = reason
    self.isFailure = isFailure
  }
}

/// A question that was put to a server, so that a reader can put it again.
package struct ReportQuestion: Hashable, Sendable {
  /// What it is for.
  package var what: String
  /// PromQL or LogQL.
  package var expression: String
  /// The first moment, or the only one.
  package var start: Timestamp
  /// The last moment.
  package var end: Timestamp
  /// The distance of points; `nil` for one moment.
  package var step: Duration?

  package init(
    _ what: String,
    _ expression: String,
    from start: Timestamp,
    to end: Timestamp,
    step: Duration? = nil
  ) {
    self.what = what
    self.expression = expression
    self.start = start
    self.end = end
    self.step = step
  }
}
