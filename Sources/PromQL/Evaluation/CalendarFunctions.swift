import Telemetry

/// The functions of seconds since the epoch, in UTC.
enum CalendarFunctions {
  /// The function of a name; `nil` for functions of another kind.
  static func function(_ name: FunctionName) -> ((Double) -> Double)? {
    switch name {
    case .year: { Double(civil($0).year) }
    case .month: { Double(civil($0).month) }
    case .dayOfMonth: { Double(civil($0).day) }
    case .dayOfWeek: dayOfWeek
    case .dayOfYear: dayOfYear
    case .daysInMonth: { daysInMonth(civil($0)) }
    case .hour: { Double(civil($0).hour) }
    case .minute: { Double(civil($0).minute) }
    default: nil
    }
  }

  /// Whole seconds, cut towards zero; what no clock shows becomes the farthest that one does.
  private static func whole(_ seconds: Double) -> Int64 {
    guard !seconds.isNaN else { return -9_000_000_000 }
    return Int64(max(-9e9, min(9e9, seconds)))
  }

  private static func civil(_ seconds: Double) -> CivilTime {
    CivilTime(Timestamp(milliseconds: whole(seconds) * 1000))
  }

  /// 0 on Sunday.
  private static func dayOfWeek(_ seconds: Double) -> Double {
    // The epoch was a Thursday.
    let days = Int64((Double(whole(seconds)) / 86_400).rounded(.down)) + 4
    return Double((days % 7 + 7) % 7)
  }

  /// 1 on the first of January.
  private static func dayOfYear(_ seconds: Double) -> Double {
    let date = civil(seconds)
    let before = (1..<date.month).reduce(0) { $0 + days(inMonth: $1, of: date.year) }
    return Double(before + date.day)
  }

  private static func daysInMonth(_ date: CivilTime) -> Double {
    Double(days(inMonth: date.month, of: date.year))
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}
