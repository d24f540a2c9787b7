/// Which words name a level.
enum LevelWords {
  /// The level that a word names, or a number of the scale; `nil` for others.
  static func level(
    _ line: LineBytes,
    _ range: Range<Int>,
    _ scale: LevelScale = .any
  ) -> LogLevel? {
    let range = trimmed(line, range)
    guard let first = range.first, range.count <= 16 else { return nil }
    if line[first] &- 48 < 10 { return LevelScale.number(line, range).flatMap(scale.level) }
    return word(line, range)
  }

  /// The level that a word names, without what is around it.
  static func word(_ line: LineBytes, _ range: Range<Int>) -> LogLevel? {
    var range = range
    // OpenTelemetry's INFO2 is a kind of INFO, as PostgreSQL's DEBUG1 is one of DEBUG.
    if let last = range.last, line[last] &- 48 < 10, range.count > 1 { range.removeLast() }
    guard (1...13).contains(range.count) else { return nil }
    return table[NameHashes.folded(line, range)].flatMap { LogLevel(rawValue: UInt8($0)) }
  }

  /// The level of a text such as a label's value.
  static func level(_ text: String) -> LogLevel? {
    guard text.utf8.count <= 32 else { return nil }
    var text = text
    return text.withUTF8 { level($0, 0..<$0.count) }
  }

  /// A range without spaces at its ends.
  static func trimmed(_ line: LineBytes, _ range: Range<Int>) -> Range<Int> {
    var range = range
    while let last = range.last, isFiller(line[last]) { range.removeLast() }
    while let first = range.first, isFiller(line[first]) { range.removeFirst() }
    return range
  }

  private static func isFiller(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

  private static let table = NameHashes(
    words.flatMap { level, words in words.map { ($0, UInt16(level.rawValue)) } }
  )

  /// All words of a level, in lower case.
  static func words(of level: LogLevel) -> [String] {
    words.first { $0.0 == level }?.1 ?? []
  }

  /// The words of log4j, java.util.logging, Python, Go, .NET, Serilog, syslog, PostgreSQL, Apache,
  /// Elixir, loguru and OpenTelemetry, with the abbreviations of zerolog, logrus, Serilog and .NET, and the
  /// letters of glog, MongoDB, Ruby and Android.
  private static let words: [(LogLevel, [String])] = [
    (.trace, ["trace", "trc", "trce", "trac", "verbose", "vrb", "silly", "finest", "finer", "v"]),
    (.debug, ["debug", "dbg", "dbug", "debu", "deb", "fine", "config", "d"]),
    (
      .info,
      [
        "info", "information", "informational", "inf", "notice", "note", "success", "http", "log",
        "i",
      ]
    ),
    (.warning, ["warn", "warning", "wrn", "w"]),
    (.error, ["error", "err", "erro", "eror", "fail", "severe", "e"]),
    (
      .critical,
      [
        "critical", "crit", "fatal", "ftl", "fata", "panic", "pani", "dpanic", "alert", "emergency",
        "emerg",
        "fault", "f", "c",
      ]
    ),
  ]
}
