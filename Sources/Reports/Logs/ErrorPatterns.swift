package import Telemetry

/// The kinds of error lines of a window, and which of them are new.
package struct ErrorPatterns: Hashable, Sendable {
  /// One error line.
  package struct Line: Hashable, Sendable {
    /// When it was written.
    package var moment: Timestamp
    /// Which program wrote it; empty where that is not known.
    package var service: String
    /// What it says.
    package var message: String

    package init(_ moment: Timestamp, service: String, message: String) {
      self.moment = moment
      self.service = service
      self.message = message
    }
  }

  /// What was read of a stretch.
  package struct Excerpt: Hashable, Sendable {
    /// The lines.
    package var lines: [Line]
    /// What was looked at.
    package var stretch: Stretch
    /// Whether there are more lines than were read.
    package var isCut: Bool

    package init(_ lines: [Line], of stretch: Stretch, isCut: Bool) {
      self.lines = lines
      self.stretch = stretch
      self.isCut = isCut
    }
  }

  private struct Key: Hashable, Comparable {
    var service: String
    var pattern: LinePattern

    static func < (left: Key, right: Key) -> Bool {
      (left.service, left.pattern.text) < (right.service, right.pattern.text)
    }
  }

  private let present: Excerpt
  private let earlier: Excerpt

  /// Compares lines of a window with those before it.
  package init(_ present: Excerpt, earlier: Excerpt) {
    self.present = present
    self.earlier = earlier
  }

  private static func grouped(_ excerpt: Excerpt) -> [Key: [Line]] {
    Dictionary(grouping: excerpt.lines) { line in
      Key(service: line.service, pattern: LinePattern(line.message))
    }
  }

  /// The section.
  package func section() -> ReportSection {
    var section = ReportSection("error_patterns", "New error patterns", over: present.stretch)
    let old = Set(Self.grouped(earlier).keys)
    let found = Self.grouped(present).filter { !old.contains($0.key) }
      .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    var table = ReportTable(
      "patterns",
      "",
      [
        "service": "SERVICE", "lines": "LINES", "first": "FIRST", "last": "LAST",
        "pattern": "PATTERN",
      ]
    )
    table.rows = found.map { key, lines in
      [
        .text(key.service), .count(lines.count), .moment(lines.map(\.moment).min()),
        .moment(lines.map(\.moment).max()), .text(key.pattern.text),
      ]
    }
    table.limit(to: 15)
    section.blocks = [table.rows.isEmpty ? .text("none") : .table(table)]
    section.remarks = [remark("lines of errors were read", present)]
    section.remarks.append(
      earlier.lines.isEmpty
        ? "there are no earlier error lines to compare with, so that every pattern is new"
        : remark("earlier ones were compared with", earlier)
    )
    if let first = found.first, !earlier.lines.isEmpty {
      let count = found.count == 1 ? "1 new error pattern" : "\(found.count) new error patterns"
      section.headlines = [
        ReportHeadline(.warning, "\(count), most often: \(first.key.pattern.text)")
      ]
    }
    return section
  }

  private func remark(_ words: String, _ excerpt: Excerpt) -> String {
    let count = "\(excerpt.lines.count) \(words)"
    return excerpt.isCut ? "\(count), the newest; there are more" : "\(count), all there are"
  }
}
