/// The functions of seconds since the epoch, in UTC.
enum CalendarFunctions {
  /// The function of a name; `nil` for functions of another kind.
  static func function(_ name: FunctionName) -> ((Double) -> Double)? {
    switch name {
    case .year: { Double(date($0).year) }
    case .month: { Double(date($0).month) }
    case .dayOfMonth: { Double(date($0).day) }
    case .dayOfWeek: { Double(floorDivide(days($0) + 4, 7).remainder) }
    case .dayOfYear: dayOfYear
    case .daysInMonth: daysInMonth
    case .hour: { Double(floorDivide(whole($0), 86_400).remainder / 3600) }
    case .minute: { Double(floorDivide(whole($0), 3600).remainder / 60) }
    default: nil
    }
  }

  /// Whole seconds, cut towards zero.
  ///
  /// A value beyond 64 bits becomes their last second, as it does for Prometheus on
  /// x86-64, where the conversion gives the lowest integer and Go's calendar wraps around.
  private static func whole(_ seconds: Double) -> Int64 {
    Int64(exactly: seconds.rounded(.towardZero)) ?? .max
  }

  /// Days since the epoch, which was a Thursday.
  private static func days(_ seconds: Double) -> Int64 {
    floorDivide(whole(seconds), 86_400).quotient
  }

  private static func floorDivide(
    _ value: Int64,
    _ divisor: Int64
  ) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }

  /// The Gregorian date.
  private static func date(_ seconds: Double) -> (year: Int64, month: Int64, day: Int64) {
    // Days are counted from 1 March of year 0, so that the leap day is the last of its year, and
    // years are taken in cycles of 400 = 146,097 days.
    let (era, dayOfEra) = floorDivide(days(seconds) + 719_468, 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// 1 on the first of January.
  private static func dayOfYear(_ seconds: Double) -> Double {
    let date = date(seconds)
    let before = (1..<date.month).reduce(0) { $0 + days(inMonth: $1, of: date.year) }
    return Double(before + date.day)
  }

  private static func daysInMonth(_ seconds: Double) -> Double {
    let date = date(seconds)
    return Double(days(inMonth: date.month, of: date.year))
  }

  private static func days(inMonth month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}
