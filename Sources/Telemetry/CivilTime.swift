/// A moment as date and time of day at an offset from UTC.
///
/// The calendar is the Gregorian one without end in either direction; leap seconds do not exist, as
/// in Unix time.
package struct CivilTime: Hashable, Sendable {
  /// The year; 0 is 1 BC.
  package let year: Int
  /// 1…12.
  package let month: Int
  /// 1…31.
  package let day: Int
  /// 0…23.
  package let hour: Int
  /// 0…59.
  package let minute: Int
  /// 0…59.
  package let second: Int
  /// 0…999.
  package let millisecond: Int
  /// Seconds east of UTC.
  package let offsetSeconds: Int

  /// Reads a moment off the clock of a zone that is so many seconds east of UTC.
  package init(_ moment: Timestamp, offsetSeconds: Int = 0) {
    let milliseconds = moment.milliseconds + Int64(offsetSeconds) * 1000
    let (days, rest) = Self.floorDivide(milliseconds, 86_400_000)
    // Days are counted from 1 March of year 0, so that the leap day is the last of its year, and
    // years are taken in cycles of 400 = 146,097 days.
    let (era, dayOfEra) = Self.floorDivide(days + 719_468, 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
    year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    hour = Int(rest / 3_600_000)
    minute = Int(rest / 60_000 % 60)
    second = Int(rest / 1000 % 60)
    millisecond = Int(rest % 1000)
    self.offsetSeconds = offsetSeconds
  }

  /// `14:02:31`.
  package var clock: String { "\(Self.two(hour)):\(Self.two(minute)):\(Self.two(second))" }

  /// `14:02`.
  package var hourMinute: String { "\(Self.two(hour)):\(Self.two(minute))" }

  /// `03-31 14:02`.
  package var monthDayHourMinute: String { "\(monthDay) \(hourMinute)" }

  /// `03-31`.
  package var monthDay: String { "\(Self.two(month))-\(Self.two(day))" }

  /// `2025-03-31T14:02:31Z`, or with the offset: `2025-03-31T16:02:31+02:00`.
  ///
  /// - Source: <https://www.rfc-editor.org/rfc/rfc3339>.
  package var rfc3339: String {
    let digits = String(year.magnitude)
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return "\(year < 0 ? "-" : "")\(padded)-\(monthDay)T\(clock)\(zone)"
  }

  /// `UTC`, or the offset: `+02:00`.
  package var zoneName: String { offsetSeconds == 0 ? "UTC" : zone }

  private var zone: String {
    guard offsetSeconds != 0 else { return "Z" }
    let minutes = abs(offsetSeconds) / 60
    return "\(offsetSeconds < 0 ? "-" : "+")\(Self.two(minutes / 60)):\(Self.two(minutes % 60))"
  }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  private static func floorDivide(_ value: Int64, _ divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
