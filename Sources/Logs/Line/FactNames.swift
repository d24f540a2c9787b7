/// The names that a scan looks for, made ready once for a table.
final class FactNames: Sendable {
  /// By the whole name: what it asks for, and its rank or scale.
  let whole: NameHashes
  /// The ranks of IDs by the last part of a name, wherever it is nested.
  let last: NameHashes
  /// The scale of the numbers under each name of a level.
  let scales: [LevelScale]

  /// Names of the table stand before those that every table has.
  init(_ table: LogFieldTable) {
    var names: [(name: String, value: UInt16)] = []
    func add(_ name: String, _ wanted: FactVisitor.Wanted, _ rank: Int) {
      names.append((name, wanted.rawValue << 8 | UInt16(min(254, rank))))
    }
    let levels = table.names(of: .level)
    for (rank, name) in levels.enumerated() {
      add(name, Self.words.contains(NameHashes.folded(name)) ? .levelWord : .level, rank)
    }
    let ids = table.names(of: .correlation)
    for (rank, name) in ids.enumerated() { add(name, .correlation, rank) }
    let compact = NameHashes.folded("@t")
    for (rank, name) in table.names(of: .time).enumerated() {
      add(name, NameHashes.folded(name) == compact ? .compactTime : .time, rank)
    }
    for (rank, name) in table.names(of: .message).enumerated() { add(name, .message, rank) }
    for name in Self.nanoseconds { add(name, .nanoseconds, 0) }
    // It is a message too, whose place in the table comes first.
    names.removeAll { NameHashes.folded($0.name) == NameHashes.folded("log") }
    add("log", .carried, table.names(of: .message).firstIndex(of: "log") ?? 254)
    for (name, scale) in Self.hints { add(name, .scale, Int(scale.rawValue)) }
    whole = NameHashes(names)
    last = NameHashes(
      ids.enumerated().filter { Self.tellsAlone($1) }.map { ($1, UInt16(min(254, $0 + 100))) }
    )
    scales = (0..<255).map { rank in
      rank < levels.count ? Self.scales[NameHashes.folded(levels[rank])] ?? .any : .any
    }
  }

  /// Whether a name says what it is without the objects around it.
  private static func tellsAlone(_ name: String) -> Bool {
    let letters = name.utf8.filter { ($0 | 32) &- 97 < 26 }
    return letters.count >= 5 && NameHashes.folded(name) != NameHashes.folded("trace")
  }

  /// Names under which numbers are something else: MongoDB's `s`, logfmter's `at`, and what tickets
  /// call a priority.
  private static let words: Set<UInt64> = Set(["s", "at"].map(NameHashes.folded))

  private static let scales: [UInt64: LevelScale] = [
    NameHashes.folded("levelno"): .python,
    NameHashes.folded("level_number"): .python,
    NameHashes.folded("record.level.no"): .python,
    NameHashes.folded("severityNumber"): .openTelemetry,
    NameHashes.folded("severity"): .googleCloud,
    NameHashes.folded("severityLevel"): .applicationInsights,
    NameHashes.folded("data.baseData.severityLevel"): .applicationInsights,
  ]

  /// Names that only those write whose scale it is.
  private static let hints: [(String, LevelScale)] = [
    ("remoteAddr", .nextcloud), ("asctime", .python), ("lineno", .python), ("funcName", .python),
    ("pathname", .python), ("processName", .python),
  ]

  /// Names of nanoseconds beside whole seconds.
  private static let nanoseconds = [
    "timestampNanos", "timestamp.nanos", "instant.nanoOfSecond",
  ]
}
