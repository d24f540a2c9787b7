/// Reads a zone of the tz database, as it lies in `/usr/share/zoneinfo`.
///
/// - Source: <https://www.rfc-editor.org/rfc/rfc8536>.
struct ZoneFile {
  private let bytes: [UInt8]
  private var position = 0

  private init(_ bytes: [UInt8], from position: Int) {
    self.bytes = bytes
    self.position = position
  }

  /// The numbers of a header.
  private struct Counts {
    var isUT = 0
    var isStandard = 0
    var leaps = 0
    var changes = 0
    var types = 0
    var letters = 0

    /// How many bytes follow where moments have so many.
    func size(of moment: Int) -> Int {
      changes * (moment + 1) + types * 6 + letters + leaps * (moment + 4) + isStandard + isUT
    }
  }

  /// The offsets of a zone; `nil` if not a zone file, or one of version 1.
  static func offsets(_ bytes: [UInt8]) -> ZoneOffsets? {
    var file = ZoneFile(bytes, from: 0)
    guard let old = file.header(), bytes[4] >= UInt8(ascii: "2") else { return nil }
    file.position += old.size(of: 4)
    guard let counts = file.header() else { return nil }
    let end = file.position + counts.size(of: 8)
    guard end <= bytes.count, counts.types > 0 else { return nil }
    let moments = (0..<counts.changes).map { _ in file.number(8) }
    let kinds = (0..<counts.changes).map { _ in file.number(1) }
    let offsets = (0..<counts.types).map { _ in
      let seconds = file.number(4)
      file.position += 2
      return seconds
    }
    guard kinds.allSatisfy({ $0 < offsets.count }) else { return nil }
    var changes = zip(moments, kinds).map { moment, kind in
      ZoneOffsets.Change(at: Self.moment(moment), seconds: offsets[kind])
    }
    let rule = String(decoding: bytes[end...].filter { $0 != 10 }, as: UTF8.self)
    guard let rule = ZoneRule(rule) else { return ZoneOffsets(first: offsets[0], changes: changes) }
    let last = changes.last?.at ?? Timestamp(nanoseconds: .min)
    changes += rule.changes(years: 1970...2100).filter { $0.at > last }
    let first = counts.changes == 0 ? rule.standard : offsets[0]
    return ZoneOffsets(first: first, changes: changes)
  }

  private static func moment(_ seconds: Int) -> Timestamp {
    Timestamp(milliseconds: Int64(max(-9_000_000_000, min(9_000_000_000, seconds))) * 1000)
  }

  private mutating func header() -> Counts? {
    guard position + 44 <= bytes.count, bytes[position...].starts(with: "TZif".utf8) else {
      return nil
    }
    position += 20
    var counts = Counts()
    counts.isUT = number(4)
    counts.isStandard = number(4)
    counts.leaps = number(4)
    counts.changes = number(4)
    counts.types = number(4)
    counts.letters = number(4)
    let all = [counts.changes, counts.types, counts.letters, counts.leaps]
    return all.allSatisfy { (0..<100_000).contains($0) } ? counts : nil
  }

  /// A number in two's complement, the high byte first.
  private mutating func number(_ size: Int) -> Int {
    guard position + size <= bytes.count else { return 0 }
    var value = size > 1 ? Int(Int8(bitPattern: bytes[position])) : Int(bytes[position])
    for index in 1..<max(1, size) where index < size {
      value = value << 8 | Int(bytes[position + index])
    }
    position += size
    return value
  }
}

/// The rule by which a zone changes its clocks from now on: `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// - Source: <https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html>.
struct ZoneRule {
  /// A weekday of a month: `M10.5.0/3`.
  private struct Day {
    var month: Int
    var week: Int
    var weekday: Int
    var seconds: Int
  }

  /// Seconds east of UTC in winter.
  let standard: Int
  private var summer: Int?
  private var start: Day?
  private var end: Day?

  /// Reads a rule; `nil` for other forms.
  init?(_ text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard var names = parts.first?.utf8[...], !names.isEmpty else { return nil }
    guard Self.passName(&names), let west = Self.seconds(&names) else { return nil }
    standard = -west
    guard !names.isEmpty else { return }
    guard Self.passName(&names) else { return nil }
    summer = Self.seconds(&names).map { -$0 } ?? standard + 3600
    guard parts.count == 3, let start = Self.day(parts[1]), let end = Self.day(parts[2]) else {
      return nil
    }
    (self.start, self.end) = (start, end)
  }

  /// The changes of some years, ascending.
  func changes(years: ClosedRange<Int>) -> [ZoneOffsets.Change] {
    guard let summer, let start, let end else { return [] }
    let changes = years.flatMap { year in
      [
        ZoneOffsets.Change(at: Self.moment(start, year, standard), seconds: summer),
        ZoneOffsets.Change(at: Self.moment(end, year, summer), seconds: standard),
      ]
    }
    return changes.sorted { $0.at < $1.at }
  }

  private static func moment(_ day: Day, _ year: Int, _ offset: Int) -> Timestamp {
    let first = Timestamp.daysSinceEpoch(year: year, month: day.month, day: 1)
    let next = Timestamp.daysSinceEpoch(
      year: day.month == 12 ? year + 1 : year,
      month: day.month % 12 + 1,
      day: 1
    )
    // 1 January 1970 was a Thursday.
    let weekday = ((first + 4) % 7 + 7) % 7
    var date = first + (day.weekday - weekday + 7) % 7 + 7 * (day.week - 1)
    while date >= next { date -= 7 }
    return Timestamp(milliseconds: Int64(date * 86_400 + day.seconds - offset) * 1000)
  }

  private static func passName(_ text: inout Substring.UTF8View.SubSequence) -> Bool {
    if text.first == UInt8(ascii: "<") {
      guard let close = text.firstIndex(of: UInt8(ascii: ">")) else { return false }
      text = text[text.index(after: close)...]
      return true
    }
    let rest = text.drop { ($0 | 32) &- 97 < 26 }
    defer { text = rest }
    return rest.startIndex > text.startIndex
  }

  /// `5`, `-3:30`, `+2:00:00`.
  private static func seconds(_ text: inout Substring.UTF8View.SubSequence) -> Int? {
    let sign = text.first == UInt8(ascii: "-") ? -1 : 1
    if text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+") { text.removeFirst() }
    let digits = text.prefix { $0 &- 48 < 10 || $0 == UInt8(ascii: ":") }
    text = text.dropFirst(digits.count)
    let numbers = String(Substring(digits)).split(separator: ":").map { Int($0) ?? 0 }
    guard !numbers.isEmpty else { return nil }
    return sign * zip(numbers, [3600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func day(_ text: Substring) -> Day? {
    let parts = text.split(separator: "/")
    guard let date = parts.first, date.first == "M" else { return nil }
    let numbers = date.dropFirst().split(separator: ".").compactMap { Int($0) }
    guard numbers.count == 3, (1...12).contains(numbers[0]), (1...5).contains(numbers[1]),
      (0...6).contains(numbers[2])
    else { return nil }
    var seconds = 7200
    if parts.count > 1 {
      var time = parts[1].utf8[...]
      guard let read = Self.seconds(&time) else { return nil }
      seconds = read
    }
    return Day(month: numbers[0], week: numbers[1], weekday: numbers[2], seconds: seconds)
  }
}

extension ZoneOffsets {
  /// Reads a zone of the tz database.
  ///
  /// - Parameter file: The bytes of a file below `/usr/share/zoneinfo`; `nil` comes back for others.
  package init?(tzFile file: [UInt8]) {
    guard let offsets = ZoneFile.offsets(file) else { return nil }
    self = offsets
  }

  /// Reads a zone that names its offset: `UTC`, `Z`, `+02:00`, `-0330`; `nil` for others.
  package init?(offset text: String) {
    let upper = text.uppercased()
    if ["UTC", "GMT", "Z"].contains(upper) {
      self = .utc
      return
    }
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    let digits = text.dropFirst().filter { $0 != ":" }
    guard digits.count == 2 || digits.count == 4, digits.utf8.allSatisfy({ $0 &- 48 < 10 }),
      let hours = Int(digits.prefix(2)), hours <= 14, let minutes = Int("0" + digits.dropFirst(2)),
      minutes < 60
    else { return nil }
    self.init((sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60))
  }
}
