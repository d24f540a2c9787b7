/// A point of a chart.
package struct ChartPoint: Hashable, Sendable {
  /// The place on the horizontal axis, in the caller's unit: nanoseconds for moments.
  package var x: Int64
  /// The value; NaN is a gap.
  package var y: Double

  package init(x: Int64, y: Double) {
    self.x = x
    self.y = y
  }
}

/// Maps places on the horizontal axis to columns with whole numbers, so that a window that moves by
/// whole columns maps every point to the same column, moved.
package struct ChartScale: Hashable, Sendable {
  /// The place just left of the first column.
  package let start: Int64
  /// The last place of the last column.
  package let end: Int64
  /// How many columns; positive.
  package let columns: Int

  /// `nil` unless `end` is after `start` and there is a column.
  package init?(start: Int64, end: Int64, columns: Int) {
    guard end > start, columns > 0 else { return nil }
    self.start = start
    self.end = end
    self.columns = columns
  }

  /// The column whose span, open left and closed right, holds a place; negative or past the last
  /// column outside the range, by at most a milliard.
  package func column(of x: Int64) -> Int {
    let distance = (Int128(x) - Int128(start)) * Int128(columns)
    let span = Int128(end) - Int128(start)
    let (quotient, remainder) = distance.quotientAndRemainder(dividingBy: span)
    let ceiling = remainder > 0 ? quotient + 1 : quotient
    return Int(max(-1_000_000_000, min(1_000_000_000, ceiling - 1)))
  }

  /// The last place of a column.
  package func place(of column: Int) -> Int64 {
    let span = Int128(end) - Int128(start)
    let offset = span * Int128(column + 1) / Int128(columns)
    return Int64(clamping: Int128(start) + offset)
  }

  /// A window of at least `span` that holds `end` and whose edges lie on multiples of a column's
  /// width, so that it moves by whole columns.
  ///
  /// The width is `span / columns`, rounded up to a multiple of `unit`.
  package static func window(
    endingAt end: Int64,
    span: Int64,
    columns: Int,
    unit: Int64 = 1
  ) -> ChartScale? {
    guard span > 0, columns > 0, unit > 0 else { return nil }
    let exact = (Int128(span) + Int128(columns) - 1) / Int128(columns)
    let width = (exact + Int128(unit) - 1) / Int128(unit) * Int128(unit)
    var last = Int128(end) / width * width
    if last < Int128(end) { last += width }
    return ChartScale(
      start: Int64(clamping: last - width * Int128(columns)),
      end: Int64(clamping: last),
      columns: columns
    )
  }
}
