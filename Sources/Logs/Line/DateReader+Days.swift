import Telemetry

/// The days, one function for each `DateShape`.
extension DateReader {
  /// The day at the position with what separates it from the time of day.
  mutating func day() -> Day? {
    let start = position
    guard line[start] &- 48 < 10 else { return namedDay() }
    var digits = 1
    while start + digits < end, digits < 9, line[start + digits] &- 48 < 10 { digits += 1 }
    switch digits {
    case 4: return yearFirst() ?? again(start) { $0.monthDayDigits() }
    case 8: return compact()
    case 6: return shortYear()
    case 1, 2: return dayMonthName() ?? again(start) { $0.numeric() }
    default: return nil
    }
  }

  private mutating func again(_ start: Int, _ read: (inout DateReader) -> Day?) -> Day? {
    position = start
    return read(&self)
  }

  private mutating func yearFirst() -> Day? {
    guard let year = number(4), position < end else { return nil }
    let separator = line[position]
    if separator == 32 {
      // Cisco's `2026 Nov 28`.
      position += 1
      guard let month = monthName(), take(32), let day = number(1...2), takeGap() else {
        return nil
      }
      return Day(year: year, month: month, day: day, shape: .yearFirst)
    }
    guard Self.isSeparator(separator), take(separator), let month = number(1...2), take(separator),
      let day = number(1...2), takeGap()
    else { return nil }
    return Day(year: year, month: month, day: day, shape: .yearFirst)
  }

  private mutating func compact() -> Day? {
    guard let year = number(4), let month = number(2), let day = number(2), year > 1969,
      takeGap() || take(UInt8(ascii: "-"))
    else { return nil }
    return Day(year: year, month: month, day: day, shape: .compact)
  }

  private mutating func shortYear() -> Day? {
    guard let year = number(2), let month = number(2), let day = number(2), take(32) else {
      return nil
    }
    _ = take(32)
    return Day(year: 2000 + year, month: month, day: day, shape: .shortYear)
  }

  private mutating func monthDayDigits() -> Day? {
    guard let month = number(2), let day = number(2), take(32) else { return nil }
    return Day(year: nil, month: month, day: day, shape: .monthDay)
  }

  private mutating func dayMonthName() -> Day? {
    guard let day = number(1...2), position < end else { return nil }
    let separator = line[position]
    guard Self.isSeparator(separator) || separator == 32, take(separator), let month = monthName(),
      take(separator)
    else { return nil }
    // ntpd's and older Redis' `28 Nov 04:05:06`.
    if position + 2 < end, line[position + 2] == UInt8(ascii: ":") {
      return Day(year: nil, month: month, day: day, shape: .monthName)
    }
    guard let year = number(4) ?? number(2).map({ 2000 + $0 }), takeGap() else { return nil }
    return Day(year: year, month: month, day: day, shape: .dayMonthName)
  }

  private mutating func numeric() -> Day? {
    guard let first = number(1...2), position < end else { return nil }
    let separator = line[position]
    guard Self.isSeparator(separator), take(separator), let second = number(1...2) else {
      return nil
    }
    if separator == UInt8(ascii: "-"), take(32) {
      return Day(year: nil, month: first, day: second, shape: .monthDay)
    }
    guard take(separator) else { return nil }
    if let year = number(4) {
      guard takeGap() else { return nil }
      // The USA write slashes and the month first; points are Europe's.
      let isMonthFirst = separator == UInt8(ascii: "/")
      return Day(
        year: year,
        month: isMonthFirst ? first : second,
        day: isMonthFirst ? second : first,
        isSwappable: separator != UInt8(ascii: "."),
        shape: .numeric
      )
    }
    guard let third = number(2), takeGap() else { return nil }
    return shortYear(first, second, third, separator)
  }

  /// Three numbers of two digits: the year is first in Spark's, last in those of the USA and Europe;
  /// of those that there may be the newest counts that is not in the future.
  private func shortYear(_ first: Int, _ second: Int, _ third: Int, _ separator: UInt8) -> Day? {
    let days = [
      Day(year: 2000 + first, month: second, day: third, shape: .numeric),
      Day(year: 2000 + third, month: second, day: first, shape: .numeric),
      Day(year: 2000 + third, month: first, day: second, shape: .numeric),
    ]
    let possible = days.filter { (1...12).contains($0.month) && (1...31).contains($0.day) }
    if separator == UInt8(ascii: ".") { return days[1] }
    guard arrival.nanoseconds != 0 else { return possible.first }
    let now = CivilTime(arrival + .seconds(86_400))
    func rank(_ day: Day) -> Int { ((day.year ?? 0) * 16 + day.month) * 32 + day.day }
    let latest = ((now.year * 16) + now.month) * 32 + now.day
    return possible.filter { rank($0) <= latest }.max { rank($0) < rank($1) } ?? possible.first
  }

  /// A day that begins with the name of a month or of a day of the week.
  private mutating func namedDay() -> Day? {
    if let day = monthFirst(.monthName) { return day }
    guard passWeekday() else { return nil }
    let start = position
    if let day = monthFirst(.weekday) { return day }
    position = start
    if line[start] &- 48 < 10, let day = yearFirst() { return day }
    position = start
    guard var day = dayMonthName() else { return nil }
    day.shape = .weekday
    return day
  }

  private mutating func monthFirst(_ shape: DateShape) -> Day? {
    let start = position
    guard let month = monthName(), take(32) else {
      position = start
      return nil
    }
    _ = take(32)
    guard let day = number(1...2) else {
      position = start
      return nil
    }
    let hasComma = take(UInt8(ascii: ","))
    guard take(32) else { return nil }
    _ = take(32)
    let timeStart = position
    // `Nov 28, 2026 4:05:06 AM`, and `Nov 28 2026 04:05:06`.
    if let year = number(4), takeGap() {
      return Day(year: year, month: month, day: day, shape: shape)
    }
    position = timeStart
    return hasComma ? nil : Day(year: nil, month: month, day: day, shape: shape)
  }

  /// `Sat `, `Sat, `, `Saturday, `.
  private mutating func passWeekday() -> Bool {
    guard position + 4 < end, let code = letters(position) else { return false }
    switch code {
    case 0x6D6F6E, 0x747565, 0x776564, 0x746875, 0x667269, 0x736174, 0x73756E: break
    default: return false
    }
    var next = position + 3
    while next < end, Self.isLetter(line[next]) { next += 1 }
    position = next
    _ = take(UInt8(ascii: ","))
    return take(32)
  }

  /// The number of the month of which the name stands at the position, in three letters or whole.
  private mutating func monthName() -> Int? {
    guard position + 3 <= end, let code = letters(position) else { return nil }
    let month: Int? =
      switch code {
      case 0x6A616E: 1
      case 0x666562: 2
      case 0x6D6172: 3
      case 0x617072: 4
      case 0x6D6179: 5
      case 0x6A756E: 6
      case 0x6A756C: 7
      case 0x617567: 8
      case 0x736570: 9
      case 0x6F6374: 10
      case 0x6E6F76: 11
      case 0x646563: 12
      default: nil
      }
    guard month != nil else { return nil }
    position += 3
    while position < end, line[position] &- 97 < 26 { position += 1 }
    return month
  }

  /// Three letters in lower case as one number.
  private func letters(_ start: Int) -> UInt32? {
    let code =
      UInt32(line[start]) << 16 | UInt32(line[start + 1]) << 8 | UInt32(line[start + 2])
    return code | 0x202020
  }

  // MARK: Steps

  /// So many digits and no more; `nil` where one is missing.
  mutating func number(_ digits: Int) -> Int? {
    guard position + digits <= end else { return nil }
    var value = 0
    for index in position..<position + digits {
      guard line[index] &- 48 < 10 else { return nil }
      value = value * 10 + Int(line[index] - 48)
    }
    position += digits
    return value
  }

  /// As many digits as there are within a range.
  mutating func number(_ digits: ClosedRange<Int>) -> Int? {
    number(digits.upperBound) ?? number(digits.lowerBound)
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard position < end, line[position] == byte else { return false }
    position += 1
    return true
  }

  /// What stands between a day and its time of day: `T`, `_`, `:`, `::`, `, `, a tab, one or two
  /// spaces.
  private mutating func takeGap() -> Bool {
    guard position < end else { return false }
    switch line[position] {
    case UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: "_"), 9:
      position += 1
    case UInt8(ascii: ":"):
      position += 1
      _ = take(UInt8(ascii: ":"))
    case UInt8(ascii: ","):
      position += 1
      _ = take(32)
    case 32:
      position += 1
      // gin writes ` - `.
      if position + 1 < end, line[position] == 45, line[position + 1] == 32 {
        position += 2
      } else {
        _ = take(32)
      }
    default: return false
    }
    return true
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".")
  }

  static func isLetter(_ byte: UInt8) -> Bool { (byte | 32) &- 97 < 26 }
}
