import Screen
import Telemetry

/// A table as text: columns as wide as their longest cell, and where a line would be too long, cells on
/// several lines and bars put together, so that nothing is cut off.
struct ReportTextTable {
  private let table: ReportTable
  private let calendar: ReportCalendar
  private let width: Int

  /// The most columns that a cell may have.
  private static let longestCell = 64
  /// The fewest that a cell is made narrower to.
  private static let narrowestCell = 12
  /// The most lines of a cell.
  private static let mostLines = 6

  init(_ table: ReportTable, in calendar: ReportCalendar, width: Int) {
    self.table = table
    self.calendar = calendar
    self.width = width
  }

  /// The lines: titles, then rows.
  var lines: [String] {
    var heads = table.columns.map(\.title)
    var rows = table.rows.map { $0.map { $0.words(in: calendar) } }
    let widths = fitted(heads, rows)
    for column in heads.indices {
      let histories = table.rows.map { $0[column].history }
      let merged = ReportBars.merging(histories.map(\.count).max() ?? 0, into: widths[column])
      guard merged > 1 else { continue }
      heads[column] = ReportBars.title(heads[column], merging: merged)
      for row in rows.indices {
        rows[row][column] = ReportBars.text(histories[row], merging: merged)
      }
    }
    let marks = table.rows.map { ($0.map(\.severity).max() ?? .ok).mark }
    return lines(of: heads, widths, after: "  ")
      + zip(rows, marks).flatMap { lines(of: $0, widths, after: $1) }
  }

  private func lines(of cells: [String], _ widths: [Int], after mark: String) -> [String] {
    let atRight = table.columnsAtRight
    let broken = zip(cells, widths).map { cell, width in
      let lines = VisibleText.wrapped(cell, to: width)
      guard lines.count > Self.mostLines else { return lines }
      let rest = lines[(Self.mostLines - 1)...].joined(separator: " ")
      return lines.prefix(Self.mostLines - 1) + [VisibleText.truncated(rest, to: width)]
    }
    return (0..<(broken.map(\.count).max() ?? 0)).map { index in
      let padded = broken.enumerated().map { column, lines in
        Self.padded(
          index < lines.count ? lines[index] : "",
          to: widths[column],
          atRight: atRight[column]
        )
      }
      return Self.trimmed((index == 0 ? mark : "  ") + padded.joined(separator: "  "))
    }
  }

  /// The widths of columns: those of the longest cells, and less for the widest ones where a line would
  /// be too long.
  private func fitted(_ heads: [String], _ rows: [[String]]) -> [Int] {
    let room = width - 2 - 2 * max(0, heads.count - 1)
    let cells = heads.indices.map { column in
      min(Self.longestCell, rows.map { VisibleText.width(of: $0[column]) }.max() ?? 0)
    }
    func widths(_ head: (String) -> Int) -> [Int] {
      zip(heads, cells).map { max(head($0), $1) }
    }
    var fitted = widths { VisibleText.width(of: $0) }
    guard fitted.reduce(0, +) > room else { return fitted }
    fitted = widths { head in
      head.split(separator: " ").map { VisibleText.width(of: $0) }.max() ?? 0
    }
    while fitted.reduce(0, +) > room,
      let widest = fitted.indices.max(by: { fitted[$0] < fitted[$1] }),
      fitted[widest] > Self.narrowestCell
    {
      fitted[widest] -= 1
    }
    return fitted
  }

  /// A text with blanks up to a width.
  static func padded(_ text: String, to columns: Int, atRight: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, columns - VisibleText.width(of: text)))
    return atRight ? blanks + text : text + blanks
  }

  /// A line without blanks at its end.
  static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
