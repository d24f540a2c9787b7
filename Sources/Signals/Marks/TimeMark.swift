package import Telemetry

/// Something that happened at a moment and may explain what charts show from then on.
package struct TimeMark: Hashable, Sendable {
  /// What happened, the likeliest cause of a change first.
  package enum Kind: Int, Hashable, Sendable, CaseIterable {
    /// Another version began to run.
    case release
    /// A process, a database or a machine started.
    case start
    /// A configuration was loaded.
    case reload
    /// An alert began to fire.
    case alert
  }

  /// When; of an alert and of what is told by its labels alone, to the step of the charts.
  package var moment: Timestamp
  /// What happened.
  package var kind: Kind
  /// What it happened to: a service, an instance, an alert's name; hostile until drawn.
  package var subject: String
  /// What else is known, such as the new version; empty for nothing, hostile until drawn.
  package var detail = ""
  /// How often in short succession.
  package var count = 1

  package init(_ moment: Timestamp, _ kind: Kind, _ subject: String, _ detail: String = "") {
    self.moment = moment
    self.kind = kind
    self.subject = subject
    self.detail = detail
  }
}

extension TimeMark {
  /// What follows this soon is the same: instances are replaced one after the other.
  private static let succession = Duration.seconds(30)
  /// A version is seen when it is scraped, and its processes have started before that.
  private static let appearance = Duration.seconds(600)
  /// What exporters work out from an uptime differs by seconds.
  private static let tolerance = Duration.seconds(5)

  /// Puts the answers to several questions together, each happening once, oldest first.
  ///
  /// A start of the same subject belongs to its release, and so does the load of a configuration to the
  /// start of the process that loads it.
  package static func merged(_ marks: [TimeMark]) -> [TimeMark] {
    let kinds = Dictionary(grouping: marks, by: \.kind)
    let starts = chained(kinds[.start] ?? [])
    var merged: [TimeMark] = []
    var isTaken = Array(repeating: false, count: starts.count)
    for var release in chained(kinds[.release] ?? []) {
      for (index, start) in starts.enumerated()
      where !isTaken[index] && start.subject == release.subject
        && start.moment <= release.moment + succession
        && start.moment >= release.moment - appearance
      {
        isTaken[index] = true
        release.moment = min(release.moment, start.moment)
        release.count = max(release.count, start.count)
      }
      merged.append(release)
    }
    merged += starts.indices.filter { !isTaken[$0] }.map { starts[$0] }
    let reloads = chained(kinds[.reload] ?? []).filter { reload in
      !starts.contains {
        ($0.subject == reload.subject || reload.subject.hasPrefix("\($0.subject) "))
          && $0.moment <= reload.moment
          && reload.moment - $0.moment < succession
      }
    }
    return (merged + reloads + (kinds[.alert] ?? [])).sorted(by: isEarlier)
  }

  private static func isEarlier(_ left: TimeMark, _ right: TimeMark) -> Bool {
    if left.moment != right.moment { return left.moment < right.moment }
    if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
    return (left.subject, left.detail) < (right.subject, right.detail)
  }

  /// Marks of one kind, those of one subject that follow each other closely as one with their number.
  private static func chained(_ marks: [TimeMark]) -> [TimeMark] {
    Dictionary(grouping: marks, by: \.subject).values.flatMap { marks in
      var chain: [TimeMark] = []
      var last: Timestamp?
      for mark in marks.sorted(by: isEarlier) {
        guard let before = last, let open = chain.last, mark.moment - before <= succession else {
          chain.append(mark)
          last = mark.moment
          continue
        }
        let end = chain.count - 1
        if mark.moment - before > tolerance {
          chain[end].count = chain[end].count.addingSaturating(mark.count)
        }
        chain[end].count = max(chain[end].count, mark.count)
        if !mark.detail.isEmpty, !open.detail.split(separator: " ").contains(Substring(mark.detail))
        {
          chain[end].detail += open.detail.isEmpty ? mark.detail : " \(mark.detail)"
        }
        last = max(before, mark.moment)
      }
      return chain
    }
  }
}
