package import Telemetry

/// A piece of a section's content.
package enum ReportBlock: Hashable, Sendable {
  /// One sentence or two; hostile until written.
  case text(String)
  /// Named values, one below the other.
  case facts([ReportFact])
  /// Rows with columns.
  case table(ReportTable)
  /// Lines over time.
  case chart(ReportChart)
}

/// A named value.
package struct ReportFact: Hashable, Sendable {
  /// Its name; hostile until written.
  package var name: String
  /// Its value.
  package var value: ReportCell
  /// What else there is to say, such as its window; empty for nothing.
  package var note: String

  package init(_ name: String, _ value: ReportCell, note: String = "") {
    self.name = name
    self.value = value
    self.note = note
  }
}

/// A value of a table or a fact.
package struct ReportCell: Hashable, Sendable {
  /// What a value is.
  package enum Content: Hashable, Sendable {
    /// Not known, or nothing.
    case nothing
    /// Words; hostile until written.
    case text(String)
    /// A number in a unit.
    case number(Double, Unit)
    /// A difference as a share of what it was: 0.1 is 10 % more.
    case change(Double)
    /// A moment.
    case moment(Timestamp)
    /// A span of time.
    case span(Duration)
    /// Values over time, oldest first, NaN where there is none.
    case history([Double])
  }

  /// What it is.
  package var content: Content
  /// How bad it is.
  package var severity: Severity

  package init(_ content: Content, _ severity: Severity = .ok) {
    self.content = content
    self.severity = severity
  }

  /// Not known.
  package static let nothing = ReportCell(.nothing)

  /// Words.
  package static func text(_ text: String, _ severity: Severity = .ok) -> ReportCell {
    ReportCell(text.isEmpty ? .nothing : .text(text), severity)
  }

  /// A number; not-a-number and `nil` are not known.
  package static func number(
    _ value: Double?,
    _ unit: Unit,
    _ severity: Severity = .ok
  ) -> ReportCell {
    guard let value, !value.isNaN else { return .nothing }
    return ReportCell(.number(value, unit), severity)
  }

  /// A count.
  package static func count(_ count: Int, _ severity: Severity = .ok) -> ReportCell {
    ReportCell(.number(Double(count), .count), severity)
  }

  /// How much more a value is than another one; not known where that is none or zero.
  package static func change(from old: Double?, to new: Double?) -> ReportCell {
    guard let old, let new, old.isFinite, new.isFinite, old > 0 else { return .nothing }
    return ReportCell(.change(new / old - 1))
  }

  /// A moment.
  package static func moment(_ moment: Timestamp?) -> ReportCell {
    moment.map { ReportCell(.moment($0)) } ?? .nothing
  }

  /// A span.
  package static func span(_ span: Duration?, _ severity: Severity = .ok) -> ReportCell {
    span.map { ReportCell(.span($0), severity) } ?? .nothing
  }
}

/// Rows with columns.
package struct ReportTable: Hashable, Sendable {
  /// A column.
  package struct Column: Hashable, Sendable {
    /// Its name for programs.
    package var id: String
    /// Its title, with the window where that is not the section's.
    package var title: String

    package init(_ id: String, _ title: String) {
      self.id = id
      self.title = title
    }
  }

  /// Its name for programs.
  package var id: String
  /// Its title; empty where the section's says it.
  package var title: String
  /// The columns.
  package var columns: [Column]
  /// As many cells as columns each.
  package var rows: [[ReportCell]]
  /// Rows that were left out at the end.
  package var omitted = 0

  /// Names a table.
  ///
  /// - Parameters:
  ///   - id: Its name for programs.
  ///   - title: Its title.
  ///   - columns: Names and titles of columns in order.
  package init(_ id: String, _ title: String = "", _ columns: KeyValuePairs<String, String>) {
    self.id = id
    self.title = title
    self.columns = columns.map { Column($0.key, $0.value) }
    rows = []
  }

  /// Takes columns away.
  mutating func drop(_ ids: Set<String>) {
    let kept = columns.indices.filter { !ids.contains(columns[$0].id) }
    columns = kept.map { columns[$0] }
    rows = rows.map { row in kept.map { row[$0] } }
  }

  /// Keeps the first rows, and counts the others.
  package mutating func limit(to count: Int) {
    omitted += max(0, rows.count - count)
    rows = Array(rows.prefix(count))
  }
}

/// Lines over time.
package struct ReportChart: Hashable, Sendable {
  /// One line.
  package struct Line: Hashable, Sendable {
    /// Its name; hostile until written.
    package var name: String
    /// Ascending.
    package var samples: [Sample]

    package init(_ name: String, _ samples: [Sample]) {
      self.name = name
      self.samples = samples
    }
  }

  /// Its name for programs.
  package var id: String
  /// Its title.
  package var title: String
  /// The unit of its values.
  package var unit: Unit
  /// What it spans.
  package var window: Stretch
  /// The distance of points; neighbours further apart than twice that have a gap between them.
  package var step: Duration
  /// The most telling ones first.
  package var lines: [Line]

  /// The most lines that are told apart.
  package static let limit = 5

  /// Keeps the first lines.
  package init(
    _ id: String,
    _ title: String,
    _ unit: Unit,
    over window: Stretch,
    step: Duration
  ) {
    self.id = id
    self.title = title
    self.unit = unit
    self.window = window
    self.step = step
    lines = []
  }

  /// Moments that an axis names, ascending: midnights, or hours where it spans less than three days.
  package func ticks(in calendar: ReportCalendar) -> [(moment: Timestamp, text: String)] {
    let isShort = window.length < .seconds(3 * 86_400)
    let days = Int(saturating: window.length.inSeconds / 86_400)
    let distance = Duration.seconds(isShort ? 4 * 3600 : max(1, days / 7) * 86_400)
    var ticks: [(moment: Timestamp, text: String)] = []
    // Midnights of the zone, as if its clocks showed UTC.
    let first = window.start + .seconds(calendar.zone.seconds(at: window.start))
    var shown = first.floored(to: distance) + distance
    while ticks.count < 24 {
      let moment = calendar.zone.moment(ofClock: shown, window.start)
      guard moment <= window.end else { break }
      let time = calendar.time(moment)
      ticks.append((moment, isShort ? time.hourMinute : time.monthDay))
      shown = shown + distance
    }
    return ticks
  }

  /// A line as so many means, oldest first; NaN where there is no point.
  package func columns(of line: Line, count: Int) -> [Double] {
    let width = window.length / max(1, count)
    guard width > .zero else { return [] }
    var sums = [(sum: Double, count: Double)](repeating: (0, 0), count: count)
    for sample in line.samples where sample.value.isFinite {
      let place = ((sample.timestamp - window.start) / width).rounded(.up) - 1
      let column = min(count - 1, max(0, Int(saturating: place)))
      sums[column].sum += sample.value
      sums[column].count += 1
    }
    return sums.map { $0.count > 0 ? $0.sum / $0.count : .nan }
  }
}
