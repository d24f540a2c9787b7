/// The month of a moment in a time zone.
package struct CalendarMonth: Hashable, Sendable {
  /// Its first moment.
  package let start: Timestamp
  /// The first moment of the next one.
  package let end: Timestamp

  /// - Parameters:
  ///   - moment: A moment in it.
  ///   - offsetSeconds: The zone's distance from UTC at the moment; a change within the month is not
  ///     followed.
  package init(of moment: Timestamp, offsetSeconds: Int) {
    let civil = CivilTime(moment, offsetSeconds: offsetSeconds)
    let sinceStart =
      ((civil.day - 1) * 24 + civil.hour) * 3600 + civil.minute * 60 + civil.second
    start = (moment - .seconds(sinceStart)).floored(to: .seconds(1))
    end = start + .seconds(86_400 * Self.days(civil.month, civil.year))
  }

  /// Its length in days.
  package var days: Double { (end - start).inSeconds / 86_400 }

  private static func days(_ month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
