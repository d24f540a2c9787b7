import Telemetry

/// Reads the moments that stand in lines.
struct LineTime {
  /// Seconds east of UTC of the clock that wrote times without a zone.
  var offsetSeconds: Int
  /// When the line arrived: times without a year belong to the year that brings them close to it.
  var arrival: Timestamp

  /// A moment as digits since the epoch, in seconds, milli-, micro- or nanoseconds by their size.
  ///
  /// - Returns: `nil` for what is no plain decimal number, or too few digits for a moment.
  static func epoch(_ line: LineBytes, _ range: Range<Int>) -> Timestamp? {
    var whole: Int64 = 0
    var position = range.lowerBound
    while position < range.upperBound, line[position] &- 48 < 10 {
      guard position - range.lowerBound < 19 else { return nil }
      let (shifted, over) = whole.multipliedReportingOverflow(by: 10)
      let (sum, overSum) = shifted.addingReportingOverflow(Int64(line[position] - 48))
      guard !over, !overSum else { return nil }
      whole = sum
      position += 1
    }
    let scale: Int64
    switch position - range.lowerBound {
    case 9...11: scale = 1_000_000_000
    case 12...14: scale = 1_000_000
    case 15...17: scale = 1000
    case 18...19: scale = 1
    default: return nil
    }
    let (moment, over) = whole.multipliedReportingOverflow(by: scale)
    guard !over else { return nil }
    guard position < range.upperBound else { return Timestamp(nanoseconds: moment) }
    guard line[position] == UInt8(ascii: ".") else { return nil }
    position += 1
    let fraction = fraction(line, &position, range.upperBound) / (1_000_000_000 / scale)
    guard position == range.upperBound else { return nil }
    let (sum, overSum) = moment.addingReportingOverflow(fraction)
    return overSum ? nil : Timestamp(nanoseconds: sum)
  }

  /// A date with a time of day at the start of a range, in one of the forms that loggers write.
  ///
  /// RFC 3339, Python's `2026-01-02 03:04:05,678`, Go's `2026/01/02 03:04:05`, the web servers'
  /// `02/Jan/2026:03:04:05 +0000`, syslog's `Jan  2 03:04:05` and glog's `0102 03:04:05.678901`.
  func moment(_ line: LineBytes, _ range: Range<Int>) -> Timestamp? {
    var reader = DateReader(line: line, position: range.lowerBound, end: range.upperBound)
    guard let date = reader.date(), let time = reader.timeOfDay() else { return nil }
    let offset = reader.zone() ?? offsetSeconds
    return moment(date, time, offset)
  }

  /// The moment that stands at the beginning of a line, behind a bracket or a letter of glog's.
  func leading(_ line: LineBytes) -> Timestamp? {
    guard line.count >= 15 else { return nil }
    var start = 0
    while start < 4, !isDateStart(line[start]) { start += 1 }
    // glog's level stands right before its date.
    if "DIWEF".utf8.contains(line[start]), line[start + 1] &- 48 < 10 { start += 1 }
    return moment(line, start..<line.count)
  }

  private func isDateStart(_ byte: UInt8) -> Bool {
    byte &- 48 < 10 || (byte | 32) &- 97 < 26
  }

  private func moment(
    _ date: DateReader.Date,
    _ time: (seconds: Int, nanoseconds: Int64),
    _ offset: Int
  ) -> Timestamp? {
    let year: Int
    if let known = date.year {
      year = known
    } else {
      let now = CivilTime(arrival, offsetSeconds: offset)
      let isAhead = date.month > now.month + 1 || (date.month == 12 && now.month == 1)
      year = isAhead ? now.year - 1 : now.year
    }
    guard (1700...2250).contains(year) else { return nil }
    let days = Timestamp.daysSinceEpoch(year: year, month: date.month, day: date.day)
    let seconds = Int64(days) * 86_400 + Int64(time.seconds - offset)
    return Timestamp(nanoseconds: seconds * 1_000_000_000) + .nanoseconds(time.nanoseconds)
  }

  /// Nanoseconds of the digits after a point; more than nine are cut off.
  static func fraction(_ line: LineBytes, _ position: inout Int, _ end: Int) -> Int64 {
    var value: Int64 = 0
    var digits = 0
    while position < end, line[position] &- 48 < 10 {
      if digits < 9 {
        value = value * 10 + Int64(line[position] - 48)
        digits += 1
      }
      position += 1
    }
    while digits < 9 {
      value *= 10
      digits += 1
    }
    return value
  }
}
