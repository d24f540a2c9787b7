import Telemetry

/// Picks the level, the correlation ID and the time out of the fields that are passed.
struct FactVisitor: FieldVisitor {
  /// The hashes of a field's name: of all of it, and of its last part, which alone tells an ID.
  struct Name {
    var path: UInt64
    var last: UInt64
  }

  /// What a name of the table asks for.
  enum Wanted: UInt16 {
    case time
    case nanoseconds
    case compactTime
    case level
    case levelWord
    case correlation
    case message
    /// The line of a program, as Fluent Bit and Docker carry it.
    case carried
    /// A name that tells whose numbers the levels are.
    case scale
  }

  let names: FactNames
  /// Reads times; `nil` where nobody asks for them.
  let arrival: Timestamp?
  /// What a word or a number says, numbers with the worse rank.
  private var levelFound: LogLevel?
  private var levelRank = UInt16.max
  private var scale = LevelScale.any
  private var levelNumber: Int?
  private var numberRank = UInt16.max
  private(set) var correlation: Range<Int>?
  private var correlationRank = UInt16.max
  private(set) var time: WrittenTime?
  private var timeRank = UInt16.max
  private var nanoseconds: Int64?
  private(set) var message: Range<Int>?
  /// What another program wrote, where the line carries it.
  private(set) var carried: FieldValue?
  private var messageRank = UInt16.max

  init(names: FactNames, arrival: Timestamp?) {
    self.names = names
    self.arrival = arrival
  }

  static var entersArrays: Bool { true }

  /// Of pairs the record's own come first, of JSON the last counts as in all parsers.
  private var keepsFirst = false

  mutating func beginPairs() { keepsFirst = true }

  var root: Name { Name(path: NameHashes.seed, last: NameHashes.seed) }

  @inline(__always)
  func name(_ key: Range<Int>, in parent: Name, of line: LineBytes) -> Name {
    guard parent.path != NameHashes.seed else {
      let path = NameHashes.folded(line, key)
      return Name(path: path, last: path)
    }
    let (path, last) = NameHashes.foldedTwice(line, key, from: parent.path)
    return Name(path: path, last: last)
  }

  /// Only IDs are looked for in arrays.
  func element(of array: Name) -> Name { Name(path: 0, last: array.last) }

  @inline(__always)
  mutating func visit(_ name: Name, _ value: FieldValue, of line: LineBytes) {
    if let found = names.whole[name.path] {
      take(found, value, line)
    } else if name.last != name.path, let rank = names.last[name.last] {
      takeID(value, rank, line)
    }
  }

  private mutating func take(_ found: UInt16, _ value: FieldValue, _ line: LineBytes) {
    let rank = found & 255
    switch Wanted(rawValue: found >> 8) {
    case .level: takeLevel(line, value, rank)
    case .levelWord: if value.kind == .text { takeLevel(line, value, rank) }
    case .correlation: takeID(value, rank, line)
    case .time: takeTime(line, value, rank)
    case .nanoseconds: nanoseconds = Self.count(line, value)
    case .compactTime:
      takeTime(line, value, rank)
      // Serilog leaves the level out where it is Information.
      if levelFound == nil { (levelFound, levelRank) = (.info, .max) }
    case .carried:
      carried = value
      fallthrough
    case .message:
      guard value.kind == .text || value.kind == .escaped, rank <= messageRank else { return }
      (message, messageRank) = (value.range, rank)
    case .scale: scale = LevelScale(rawValue: UInt8(rank)) ?? .any
    case nil: break
    }
  }
}

// MARK: Levels

extension FactVisitor {
  /// The level: a word, else a number by its scale.
  var level: LogLevel? {
    if levelRank != .max { return levelFound }
    guard let levelNumber else { return levelFound }
    let own = names.scales[Int(numberRank)]
    return (own == .any ? scale : own).level(levelNumber) ?? levelFound
  }

  private mutating func takeLevel(_ line: LineBytes, _ value: FieldValue, _ rank: UInt16) {
    guard value.kind == .text || value.kind == .number else { return }
    let range = LevelWords.trimmed(line, value.range)
    guard let first = range.first else { return }
    if line[first] &- 48 < 10 {
      guard rank <= numberRank, let number = LevelScale.number(line, range) else { return }
      (levelNumber, numberRank) = (number, rank)
    } else if keepsFirst ? rank < levelRank : rank <= levelRank,
      let found = LevelWords.word(line, range)
    {
      (levelFound, levelRank) = (found, rank)
    }
  }
}

// MARK: IDs

extension FactVisitor {
  private mutating func takeID(_ value: FieldValue, _ rank: UInt16, _ line: LineBytes) {
    guard rank <= correlationRank else { return }
    switch value.kind {
    case .text, .number, .escaped:
      guard let id = IDBytes.id(line, value.range) else { return }
      (correlation, correlationRank) = (id, rank)
    case .yes, .no, .null, .nested: break
    }
  }
}

// MARK: Times

extension FactVisitor {
  private mutating func takeTime(_ line: LineBytes, _ value: FieldValue, _ rank: UInt16) {
    guard let arrival, let found = Self.time(line, value, arrival) else { return }
    // A time that says its zone is better than one that does not.
    let rank = found.isZoned ? rank : rank + 256
    guard rank <= timeRank else { return }
    (time, timeRank) = (found, rank)
  }

  private static func time(
    _ line: LineBytes,
    _ value: FieldValue,
    _ arrival: Timestamp
  ) -> WrittenTime? {
    switch value.kind {
    case .text, .number:
      let range = value.range
      // Most times begin with a year and a dash.
      let isDate = range.count > 4 && line[range.lowerBound + 4] == UInt8(ascii: "-")
      if !isDate, let epoch = DateReader.epoch(line, range) {
        return WrittenTime(nanoseconds: epoch.nanoseconds, zone: .offset(0), shape: .epoch)
      }
      var reader = DateReader(
        line: line,
        position: range.lowerBound,
        end: range.upperBound,
        arrival: arrival
      )
      // nginx's `$time_local` in brackets of one's own.
      if range.first.map({ line[$0] }) == UInt8(ascii: "[") { reader.position += 1 }
      return reader.read()
    case .escaped:
      let bytes = FieldText.unescapedBytes(line, value.range)
      return bytes.withUnsafeBufferPointer { text in
        time(text, FieldValue(kind: .text, range: 0..<text.count), arrival)
      }
    case .yes, .no, .null, .nested: return nil
    }
  }

  /// The time with the nanoseconds that stand in a field of their own.
  var wholeTime: WrittenTime? {
    guard var time, let nanoseconds, time.shape == .epoch,
      time.nanoseconds % 1_000_000_000 == 0, (0..<1_000_000_000).contains(nanoseconds)
    else { return time }
    time.nanoseconds += nanoseconds
    return time
  }

  private static func count(_ line: LineBytes, _ value: FieldValue) -> Int64? {
    guard value.kind == .number || value.kind == .text, (1...9).contains(value.range.count) else {
      return nil
    }
    var count: Int64 = 0
    for index in value.range {
      guard line[index] &- 48 < 10 else { return nil }
      count = count * 10 + Int64(line[index] - 48)
    }
    return count
  }
}
