import Telemetry

/// Picks the level, the correlation ID and the time out of the fields that are passed.
struct FactVisitor: FieldVisitor {
  /// What a name of the table asks for.
  private enum Wanted: UInt16 {
    case time
    case level
    case levelNumber
    case severityNumber
    case correlation
    case compactTime
  }

  let names: NameHashes
  /// Reads times; `nil` where nobody asks for them.
  let clock: LineTime?
  var level: LogLevel?
  var correlation: Range<Int>?
  var timestamp: Timestamp?
  private var levelRank = UInt16.max
  private var correlationRank = UInt16.max
  private var timeRank = UInt16.max

  init(names: NameHashes, clock: LineTime?) {
    self.names = names
    self.clock = clock
  }

  /// The names that count, each with what it asks for and its rank.
  static func names(of table: LogFieldTable) -> NameHashes {
    var names: [(String, UInt16)] = []
    func add(_ role: LogFieldTable.Role, _ wanted: Wanted) {
      for (rank, name) in table.names(of: role).enumerated() {
        let special: Wanted =
          switch (role, NameHashes.folded(name)) {
          case (.level, NameHashes.folded("levelno")): .levelNumber
          case (.level, NameHashes.folded("severityNumber")): .severityNumber
          case (.time, NameHashes.folded("@t")): .compactTime
          default: wanted
          }
        names.append((name, special.rawValue << 8 | UInt16(min(255, rank))))
      }
    }
    add(.level, .level)
    add(.correlation, .correlation)
    add(.time, .time)
    return NameHashes(names)
  }

  var root: UInt64 { NameHashes.seed }

  @inline(__always)
  func name(_ key: Range<Int>, in parent: UInt64, of line: LineBytes) -> UInt64 {
    NameHashes.folded(line, key, from: parent)
  }

  @inline(__always)
  mutating func visit(_ name: UInt64, _ value: FieldValue, of line: LineBytes) {
    guard let found = names[name] else { return }
    take(found, value, line)
  }

  private mutating func take(_ found: UInt16, _ value: FieldValue, _ line: LineBytes) {
    guard value.kind == .text || value.kind == .number else { return }
    let rank = found & 255
    switch Wanted(rawValue: found >> 8) {
    case .level: takeLevel(line, value.range, .javaScript, rank)
    case .levelNumber: takeLevel(line, value.range, .python, rank)
    case .severityNumber: takeLevel(line, value.range, .openTelemetry, rank)
    case .correlation:
      guard rank <= correlationRank, let id = IDBytes.id(line, value.range) else { return }
      (correlation, correlationRank) = (id, rank)
    case .time: takeTime(line, value, rank)
    case .compactTime:
      takeTime(line, value, rank)
      // Serilog leaves the level out where it is Information.
      if level == nil { (level, levelRank) = (.info, .max) }
    case nil: break
    }
  }

  private mutating func takeLevel(
    _ line: LineBytes,
    _ range: Range<Int>,
    _ scale: LevelWords.Scale,
    _ rank: UInt16
  ) {
    guard rank <= levelRank, let found = LevelWords.level(line, range, scale) else { return }
    (level, levelRank) = (found, rank)
  }

  private mutating func takeTime(_ line: LineBytes, _ value: FieldValue, _ rank: UInt16) {
    guard let clock, rank <= timeRank else { return }
    let moment = LineTime.epoch(line, value.range) ?? clock.moment(line, value.range)
    guard let moment else { return }
    (timestamp, timeRank) = (moment, rank)
  }
}
