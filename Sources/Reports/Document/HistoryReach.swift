package import Telemetry

/// Since when a server has history, where that is less than a report looks at.
package struct HistoryReach: Hashable, Sendable {
  /// Something of which a part is not known.
  package struct Cut: Hashable, Sendable {
    /// The title of its section.
    package var title: String
    /// How much is known.
    package var known: Duration
    /// How much is looked at.
    package var needed: Duration
  }

  /// The server, in words.
  package let server: String
  /// The first moment of which something is known.
  package let earliest: Timestamp
  /// What is cut off, in the order of the sections.
  package private(set) var cuts: [Cut] = []

  package init(_ server: String, since earliest: Timestamp) {
    self.server = server
    self.earliest = earliest
  }

  /// Notes what a section looks at; nothing where all of it is known.
  package mutating func cut(_ title: String, needing needed: Stretch) {
    guard earliest > needed.start else { return }
    let known = needed.clamped(to: Stretch(from: earliest, to: needed.end)).length
    cuts.append(Cut(title: title, known: known, needed: needed.length))
  }

  /// One sentence without its full stop: since when, and what that cuts off.
  package func words(in calendar: ReportCalendar) -> String {
    let begin = "\(server) has history since \(calendar.day(earliest))"
    var groups: [(known: Duration, needed: Duration, titles: [String])] = []
    for cut in cuts {
      let index = groups.firstIndex { $0.known == cut.known && $0.needed == cut.needed }
      if let index {
        groups[index].titles.append(cut.title)
      } else {
        groups.append((cut.known, cut.needed, [cut.title]))
      }
    }
    let parts = groups.map { group in
      "\(Unit.seconds.format(group.known.inSeconds).text) of \(group.needed.prometheusText) for "
        + group.titles.map { "'\($0)'" }.joined(separator: ", ")
    }
    return parts.isEmpty ? begin : "\(begin): \(parts.joined(separator: "; "))"
  }
}
