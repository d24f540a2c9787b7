extension Timestamp {
  /// Reads an RFC 3339 time such as `2026-11-22T10:25:22.5Z` or `…+01:00`; `nil` for other text.
  ///
  /// Digits beyond nanoseconds are cut off. Go's zero time, the year 1, is `nil` too: servers send
  /// it where something never happened.
  package init?(rfc3339 text: String) {
    var rest = Array(text.utf8)[...]
    guard let year = Self.number(&rest, digits: 4), Self.skip("-", &rest),
      let month = Self.number(&rest, digits: 2), (1...12).contains(month), Self.skip("-", &rest),
      let day = Self.number(&rest, digits: 2), (1...31).contains(day),
      Self.skip("T", &rest) || Self.skip("t", &rest) || Self.skip(" ", &rest),
      let hour = Self.number(&rest, digits: 2), hour < 24, Self.skip(":", &rest),
      let minute = Self.number(&rest, digits: 2), minute < 60, Self.skip(":", &rest),
      let second = Self.number(&rest, digits: 2), second <= 60,
      let fraction = Self.fraction(&rest),
      let offset = Self.offset(&rest), rest.isEmpty, (1700...2250).contains(year)
    else { return nil }
    let days = Int64(Self.daysSinceEpoch(year: year, month: month, day: day))
    let seconds = days * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
    self.init(nanoseconds: seconds * 1_000_000_000 + fraction)
  }

  /// Days from 1970-01-01 to a day of the Gregorian calendar; negative before it.
  package static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
    // Years that begin in March put the leap day at their end, so that one formula serves all.
    let shifted = month > 2 ? year : year - 1
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
  }

  private static func skip(_ character: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  private static func number(_ rest: inout ArraySlice<UInt8>, digits: Int) -> Int? {
    let text = rest.prefix(digits)
    guard text.count == digits, text.allSatisfy({ (48...57).contains($0) }) else { return nil }
    rest.removeFirst(digits)
    return text.reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  /// Nanoseconds after an optional point; `nil` where a point has no digit after it.
  private static func fraction(_ rest: inout ArraySlice<UInt8>) -> Int64? {
    guard skip(".", &rest) else { return 0 }
    let digits = rest.prefix { (48...57).contains($0) }
    guard !digits.isEmpty else { return nil }
    rest.removeFirst(digits.count)
    let padded = digits.prefix(9) + Array(repeating: 48, count: max(0, 9 - digits.count))
    return padded.reduce(0) { $0 * 10 + Int64($1 - 48) }
  }

  /// Seconds east of Greenwich.
  private static func offset(_ rest: inout ArraySlice<UInt8>) -> Int? {
    if skip("Z", &rest) || skip("z", &rest) { return 0 }
    let sign = skip("+", &rest) ? 1 : skip("-", &rest) ? -1 : 0
    guard sign != 0, let hours = number(&rest, digits: 2), skip(":", &rest),
      let minutes = number(&rest, digits: 2), hours < 24, minutes < 60
    else { return nil }
    return sign * (hours * 3600 + minutes * 60)
  }
}
