/// Which words and numbers name a level.
enum LevelWords {
  /// Whose numbers a field holds.
  enum Scale {
    /// pino's and bunyan's 10 to 60, or syslog's 0 to 7.
    case javaScript
    /// Python's 10 to 50.
    case python
    /// OpenTelemetry's 1 to 24.
    case openTelemetry
  }

  /// The level that a value names; `nil` for other words.
  static func level(
    _ line: LineBytes,
    _ range: Range<Int>,
    _ scale: Scale = .javaScript
  ) -> LogLevel? {
    var range = range
    while let last = range.last, isFiller(line[last]) { range.removeLast() }
    while let first = range.first, isFiller(line[first]) { range.removeFirst() }
    guard let first = range.first, range.count <= 16 else { return nil }
    if line[first] &- 48 < 10 { return number(line, range, scale) }
    // OpenTelemetry's INFO2 is a kind of INFO.
    if range.count > 3, let last = range.last, line[last] &- 48 < 10 { range.removeLast() }
    return table[NameHashes.folded(line, range)].flatMap { LogLevel(rawValue: UInt8($0)) }
  }

  /// The level of a text such as a label's value.
  static func level(_ text: String) -> LogLevel? {
    Array(text.utf8).withUnsafeBufferPointer { level($0, 0..<$0.count) }
  }

  private static func isFiller(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

  private static func number(
    _ line: LineBytes,
    _ range: Range<Int>,
    _ scale: Scale
  ) -> LogLevel? {
    var value = 0
    for index in range.prefix(4) {
      guard line[index] &- 48 < 10 else { break }
      value = value * 10 + Int(line[index] - 48)
    }
    switch (scale, value) {
    case (.openTelemetry, 1...24): return LogLevel(rawValue: UInt8((value - 1) / 4))
    case (.openTelemetry, _): return nil
    case (.python, 1...): return LogLevel(rawValue: UInt8(min(5, value / 10)))
    // Syslog counts from the worst: 3 is an error, 6 an information.
    case (.javaScript, 0...2): return .critical
    case (.javaScript, 3): return .error
    case (.javaScript, 4): return .warning
    case (.javaScript, 5...6): return .info
    case (.javaScript, 7): return .debug
    case (.javaScript, 10...): return LogLevel(rawValue: UInt8(min(5, value / 10 - 1)))
    default: return nil
    }
  }

  private static let table = NameHashes(
    words.flatMap { level, words in words.map { ($0, UInt16(level.rawValue)) } }
  )

  private static let words: [(LogLevel, [String])] = [
    (.trace, ["trace", "trc", "verbose", "vrb", "silly", "finest", "finer"]),
    (.debug, ["debug", "dbg", "dbug", "deb", "fine", "d"]),
    (.info, ["info", "information", "informational", "inf", "notice", "http", "log", "i"]),
    (.warning, ["warn", "warning", "wrn", "w"]),
    (.error, ["error", "err", "eror", "fail", "severe", "e"]),
    (
      .critical,
      [
        "critical", "crit", "fatal", "ftl", "panic", "dpanic", "alert", "emergency", "emerg", "f",
        "c",
      ]
    ),
  ]
}
