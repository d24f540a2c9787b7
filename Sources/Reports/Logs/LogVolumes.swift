package import Telemetry

/// Who writes the most log lines.
package struct LogVolumes: Hashable, Sendable {
  /// One program.
  package struct Row: Hashable, Sendable {
    /// Its name; hostile until written.
    package var name: String
    /// Bytes of the window.
    package var bytes: Double
    /// Lines of the window; `nil` where that is not known.
    package var lines: Double?
    /// Bytes of as long a time before; `nil` where that is not known.
    package var before: Double?

    package init(_ name: String, bytes: Double, lines: Double?, before: Double?) {
      self.name = name
      self.bytes = bytes
      self.lines = lines
      self.before = before
    }
  }

  private let rows: [Row]
  private let window: Stretch

  package init(_ rows: [Row], over window: Stretch) {
    self.rows = rows
    self.window = window
  }

  /// The section, the largest first.
  package func section() -> ReportSection {
    var section = ReportSection("log_volumes", "Top log volumes", over: window)
    let total = rows.reduce(0) { $0 + $1.bytes }
    let length = window.daysTitle
    var table = ReportTable(
      "volumes",
      "",
      [
        "name": "SERVICE", "bytes": "BYTES", "share": "SHARE", "lines": "LINES",
        "before": "\(length) BEFORE", "change": "CHANGE",
      ]
    )
    table.rows = rows.sorted { ($1.bytes, $0.name) < ($0.bytes, $1.name) }.map { row in
      [
        .text(row.name), .number(row.bytes, .bytes), .number(row.bytes / total, .ratio),
        .number(row.lines, .count), .number(row.before, .bytes),
        .change(from: row.before, to: row.bytes),
      ]
    }
    table.limit(to: 10)
    section.blocks = [table.rows.isEmpty ? .text("no lines") : .table(table)]
    return section
  }
}
