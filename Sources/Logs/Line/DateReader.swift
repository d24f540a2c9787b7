import Telemetry

/// Reads a date, a time of day and a zone from left to right.
struct DateReader {
  /// A day of the calendar.
  struct Day {
    /// `nil` where it is not written.
    var year: Int?
    var month: Int
    var day: Int
    /// Whether month and day may be the other way round.
    var isSwappable = false
    var shape: DateShape
  }

  let line: LineBytes
  var position: Int
  let end: Int
  /// When the line arrived, 0 where that is not known: times without a year are the newest that are
  /// not after it.
  var arrival: Timestamp
  /// Whether `AM` or `PM` was read, as in the USA.
  private var hasHalf = false

  init(line: LineBytes, position: Int, end: Int, arrival: Timestamp) {
    self.line = line
    self.position = position
    self.end = end
    self.arrival = arrival
  }

  /// The time at the position, which moves behind it; `nil` where there is none.
  mutating func read() -> WrittenTime? {
    let start = position
    guard end - start >= 9 else { return nil }
    if let seconds = fixedSeconds() {
      let nanoseconds = seconds * 1_000_000_000 + fraction()
      return WrittenTime(nanoseconds: nanoseconds, zone: zone(), shape: .yearFirst)
    }
    guard var day = day() else {
      position = start
      return epoch()
    }
    let isCompact = day.shape == .compact || day.shape == .shortYear
    guard let time = timeOfDay(isCompact) else {
      position = start
      return nil
    }
    var zone = zone()
    if day.year == nil, let year = trailingYear() {
      day.year = year
      if zone == .missing { zone = self.zone() }
    }
    guard let nanoseconds = nanoseconds(day, time) else {
      position = start
      return nil
    }
    return WrittenTime(nanoseconds: nanoseconds, zone: zone, shape: day.shape)
  }

  /// A number that is a moment between 2010 and 2060; what has no name is none of other years.
  private mutating func epoch() -> WrittenTime? {
    let numberEnd = epochEnd(from: position)
    guard let epoch = Self.epoch(line, position..<numberEnd), Self.plausible.contains(epoch),
      numberEnd == end || Self.isBoundary(line[numberEnd])
    else { return nil }
    position = numberEnd
    return WrittenTime(nanoseconds: epoch.nanoseconds, zone: .offset(0), shape: .epoch)
  }

  private static func isBoundary(_ byte: UInt8) -> Bool {
    byte <= 32 || byte == UInt8(ascii: "]") || byte == UInt8(ascii: ",")
      || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "|")
  }

  private static let plausible =
    Timestamp(milliseconds: 1_262_304_000_000)..<Timestamp(milliseconds: 2_840_140_800_000)

  // MARK: The time of day

  /// Seconds since midnight with what comes after them.
  private mutating func timeOfDay(
    _ isCompact: Bool
  ) -> (seconds: Int, nanoseconds: Int64)? {
    guard var hour = number(1...2), hour < 24 else { return nil }
    let hasColon = take(UInt8(ascii: ":"))
    guard hasColon || isCompact, let minute = number(2), minute < 60,
      !hasColon || take(UInt8(ascii: ":")),
      let second = number(2), second <= 60
    else { return nil }
    let nanoseconds = fraction()
    if (1...12).contains(hour), let half = halfOfDay() {
      hour = hour % 12 + half
      hasHalf = true
    }
    return (hour * 3600 + minute * 60 + second, nanoseconds)
  }

  /// The nanoseconds behind the seconds; 0 where none are written.
  private mutating func fraction() -> Int64 {
    guard position + 1 < end, line[position + 1] &- 48 < 10 else { return 0 }
    let separator = line[position]
    // WebSphere and log4cxx write a colon before their three digits.
    let isColon =
      separator == UInt8(ascii: ":") && position + 3 < end && line[position + 2] &- 48 < 10
      && line[position + 3] &- 48 < 10
    guard separator == UInt8(ascii: ".") || separator == UInt8(ascii: ",") || isColon else {
      return 0
    }
    position += 1
    return Self.fraction(line, &position, end)
  }

  /// Seconds since the epoch of `2026-11-28T04:05:06`, as nearly all programs write a time; `nil` for
  /// other forms, which are read step by step.
  private mutating func fixedSeconds() -> Int64? {
    guard end - position >= 19, line[position + 4] == 45, line[position + 7] == 45,
      line[position + 13] == 58, line[position + 16] == 58,
      line[position + 10] == UInt8(ascii: "T") || line[position + 10] == 32
    else { return nil }
    var wrong: UInt8 = 0
    func pair(_ offset: Int) -> Int {
      let (high, low) = (line[position + offset] &- 48, line[position + offset + 1] &- 48)
      wrong |= high > 9 || low > 9 ? 1 : 0
      return Int(high) * 10 + Int(low)
    }
    let year = pair(0) * 100 + pair(2)
    let (month, day, hour) = (pair(5), pair(8), pair(11))
    let (minute, second) = (pair(14), pair(17))
    guard wrong == 0, (1700...2250).contains(year), (1...12).contains(month),
      (1...Self.length(of: month, in: year)).contains(day), hour < 24, minute < 60, second <= 60,
      position + 19 == end || !isHalf(position + 19)
    else { return nil }
    position += 19
    let days = Int64(Timestamp.daysSinceEpoch(year: year, month: month, day: day))
    return days * 86_400 + Int64(hour * 3600 + minute * 60 + second)
  }

  /// Whether `AM` or `PM` may follow.
  private func isHalf(_ place: Int) -> Bool {
    line[place] == 0xE2 || line[place] | 32 == UInt8(ascii: "a")
      || line[place] | 32 == UInt8(ascii: "p")
      || line[place] == 32 && place + 2 < end && line[place + 2] | 32 == UInt8(ascii: "m")
  }

  /// 0 for `AM`, 12 for `PM`; `nil` where neither is written.
  private mutating func halfOfDay() -> Int? {
    var next = position
    // Newer Java and Node.js write U+202F before it.
    if next + 2 < end, line[next] == 0xE2, line[next + 1] == 0x80, line[next + 2] == 0xAF {
      next += 3
    } else if next < end, line[next] == 32 {
      next += 1
    }
    guard next + 1 < end, line[next + 1] | 32 == UInt8(ascii: "m"),
      next + 2 == end || !(Self.isLetter(line[next + 2]) || line[next + 2] &- 48 < 10)
    else { return nil }
    let half: Int? =
      switch line[next] | 32 {
      case UInt8(ascii: "a"): 0
      case UInt8(ascii: "p"): 12
      default: nil
      }
    if half != nil { position = next + 2 }
    return half
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

  // MARK: The zone

  private mutating func zone() -> WrittenTime.Zone {
    let start = position
    let isApart = take(32)
    guard position < end else {
      position = start
      return .missing
    }
    let byte = line[position]
    if byte | 32 == UInt8(ascii: "z"), position + 1 == end || !Self.isLetter(line[position + 1]) {
      position += 1
      return .offset(0)
    }
    if let seconds = offset(isApart) {
      if isApart { passAbbreviation() }
      return .offset(seconds)
    }
    var wordEnd = position
    while wordEnd < end, wordEnd - position < 5, Self.isLetter(line[wordEnd]) { wordEnd += 1 }
    guard let zone = ZoneWords.zone(line, position..<wordEnd),
      wordEnd == end || !Self.isLetter(line[wordEnd]) && line[wordEnd] != 95
    else {
      if isApart, passZoneName(wordEnd) { return .missing }
      position = start
      return .missing
    }
    position = wordEnd
    // `UTC+2`, `GMT-03:00`.
    if zone == .offset(0), let seconds = offset(false, fewest: 1) { return .offset(seconds) }
    return zone
  }

  /// PHP's `Europe/Berlin`, of which only the tz database knows the offset: it is that of the clock.
  private mutating func passZoneName(_ wordEnd: Int) -> Bool {
    guard wordEnd - position > 3, line[position] &- 65 < 26,
      line.first(UInt8(ascii: "/"), from: wordEnd, to: min(end, position + 11)) != nil,
      ZoneWords.areas.contains(where: { line.has($0, at: position) })
    else { return false }
    while position < end, line[position] != UInt8(ascii: "]"), line[position] > 32 { position += 1 }
    return true
  }

  /// The abbreviation that Go writes behind the offset: `+0000 UTC`.
  private mutating func passAbbreviation() {
    let start = position
    guard take(32) else { return }
    let wordStart = position
    while position < end, position - wordStart < 5, Self.isLetter(line[position]) { position += 1 }
    if ZoneWords.zone(line, wordStart..<position) == nil { position = start }
  }

  /// `+01:00`, `-0700`, `+00`; behind a space a number without minutes stands alone.
  private mutating func offset(_ isApart: Bool, fewest: Int = 2) -> Int? {
    let start = position
    let sign = take(UInt8(ascii: "+")) ? 1 : take(UInt8(ascii: "-")) ? -1 : 0
    guard sign != 0, let hours = number(fewest...2), hours <= 14 else {
      position = start
      return nil
    }
    let hasColon = take(UInt8(ascii: ":"))
    let minutes = number(2)
    let isAlone = !isApart || position == end || line[position] <= 32
    let isWhole = minutes ?? (hasColon || !isAlone ? nil : 0)
    guard let rest = isWhole, rest < 60, position == end || !(line[position] &- 48 < 10) else {
      position = start
      return nil
    }
    return sign * (hours * 3600 + rest * 60)
  }

  /// `2026` behind the time of day, as `ctime` writes it.
  private mutating func trailingYear() -> Int? {
    let start = position
    guard take(32), let year = number(4), (1970...2250).contains(year),
      position == end || !(line[position] &- 48 < 10 || Self.isLetter(line[position]))
    else {
      position = start
      return nil
    }
    return year
  }

  // MARK: The moment

  private func nanoseconds(_ day: Day, _ time: (seconds: Int, nanoseconds: Int64)) -> Int64? {
    func moment(_ year: Int, _ month: Int, _ date: Int) -> Int64? {
      guard (1700...2250).contains(year), (1...12).contains(month),
        (1...Self.length(of: month, in: year)).contains(date)
      else { return nil }
      let days = Timestamp.daysSinceEpoch(year: year, month: month, day: date)
      let seconds = Int64(days) * 86_400 + Int64(time.seconds)
      return (seconds * 1_000_000_000).addingSaturating(time.nanoseconds)
    }
    // A day ahead: the clocks of other zones are that far before that of UTC.
    let latest = arrival.nanoseconds &+ 86_400_000_000_000
    guard let year = day.year else {
      let now = CivilTime(Timestamp(nanoseconds: latest)).year
      return (0..<9).lazy.compactMap { moment(now - $0, day.month, day.day) }
        .first { $0 <= latest }
    }
    let first = moment(year, day.month, day.day)
    guard day.isSwappable, let other = moment(year, day.day, day.month) else { return first }
    guard let first else { return other }
    if hasHalf { return first }
    // Both may be: the one that is nearer to now and not after it.
    if first > latest { return other }
    return other > latest || other < first ? first : other
  }

  private static func length(of month: Int, in year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}
