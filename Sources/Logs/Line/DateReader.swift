/// Reads a date, a time of day and a zone from left to right.
struct DateReader {
  /// A day; the year is `nil` where it is not written.
  struct Date {
    var year: Int?
    var month: Int
    var day: Int
  }

  let line: LineBytes
  var position: Int
  let end: Int

  /// The date with the separator behind it.
  mutating func date() -> Date? {
    let start = position
    if let date = yearFirst() ?? namedMonth(from: start) ?? webServer(from: start) { return date }
    // glog: month and day in four digits.
    position = start
    guard let month = number(2), let day = number(2), take(32) else { return nil }
    return checked(nil, month, day)
  }

  /// `2026-01-02T` or `2026/01/02 `.
  private mutating func yearFirst() -> Date? {
    guard let year = number(4), takeSeparator(), let month = number(2), takeSeparator(),
      let day = number(2), position < end
    else { return nil }
    let next = line[position]
    guard next | 32 == UInt8(ascii: "t") || next == 32 || next == UInt8(ascii: "_") else {
      return nil
    }
    position += 1
    return checked(year, month, day)
  }

  /// `Jan  2 `.
  private mutating func namedMonth(from start: Int) -> Date? {
    position = start
    guard let month = monthName(), take(32) else { return nil }
    _ = take(32)
    guard let day = number(2) ?? number(1), take(32) else { return nil }
    return checked(nil, month, day)
  }

  /// `02/Jan/2026:`.
  private mutating func webServer(from start: Int) -> Date? {
    position = start
    guard let day = number(2), takeSeparator(), let month = monthName(), takeSeparator(),
      let year = number(4), take(UInt8(ascii: ":")) || take(32)
    else { return nil }
    return checked(year, month, day)
  }

  private func checked(_ year: Int?, _ month: Int, _ day: Int) -> Date? {
    guard (1...12).contains(month), (1...31).contains(day) else { return nil }
    return Date(year: year, month: month, day: day)
  }

  /// Seconds since midnight with what comes after them.
  mutating func timeOfDay() -> (seconds: Int, nanoseconds: Int64)? {
    guard let hour = number(2), hour < 24, take(UInt8(ascii: ":")),
      let minute = number(2), minute < 60, take(UInt8(ascii: ":")),
      let second = number(2), second <= 60
    else { return nil }
    var nanoseconds: Int64 = 0
    let hasFraction =
      position + 1 < end && line[position + 1] &- 48 < 10
      && (line[position] == UInt8(ascii: ".") || line[position] == UInt8(ascii: ","))
    if hasFraction {
      position += 1
      nanoseconds = LineTime.fraction(line, &position, end)
    }
    return (hour * 3600 + minute * 60 + second, nanoseconds)
  }

  /// Seconds east of UTC; `nil` where no zone is written.
  mutating func zone() -> Int? {
    let start = position
    _ = take(32)
    if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return 0 }
    if position + 3 <= end, line[position] == UInt8(ascii: "U"), line[position + 2] == 67 {
      position += 3
      return 0
    }
    let sign = take(UInt8(ascii: "+")) ? 1 : take(UInt8(ascii: "-")) ? -1 : 0
    guard sign != 0, let hours = number(2), hours < 24 else {
      position = start
      return nil
    }
    _ = take(UInt8(ascii: ":"))
    return sign * (hours * 3600 + (number(2) ?? 0) * 60)
  }

  /// So many digits; `nil` where one is missing.
  private mutating func number(_ digits: Int) -> Int? {
    guard position + digits <= end else { return nil }
    var value = 0
    for index in position..<position + digits {
      guard line[index] &- 48 < 10 else { return nil }
      value = value * 10 + Int(line[index] - 48)
    }
    position += digits
    return value
  }

  private mutating func monthName() -> Int? {
    guard position + 3 <= end else { return nil }
    let code =
      UInt32(line[position] | 32) << 16 | UInt32(line[position + 1] | 32) << 8
      | UInt32(line[position + 2] | 32)
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
    if month != nil { position += 3 }
    return month
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < end, line[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func takeSeparator() -> Bool {
    take(UInt8(ascii: "-")) || take(UInt8(ascii: "/"))
  }
}
