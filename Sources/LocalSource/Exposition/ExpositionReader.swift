/// Reads an exposition sample by sample, as bytes.
///
/// A reader stands before a sample, on it, or behind it: `advance` goes to the next series,
/// `skipSeries` or `readLabels` over it, and `readSample` over what follows. So a caller that knows
/// the bytes of a series need not have them read again.
struct ExpositionReader {
  /// How strict the reading is.
  enum Dialect {
    /// The text format as scraped.
    case text
    /// OpenMetrics as scraped.
    case openMetrics
    /// A file of history in either format: blanks as in the text format, exemplars skipped,
    /// fractional and negative timestamps, `stale` as a value.
    case history
  }

  let bytes: UnsafeBufferPointer<UInt8>
  let dialect: Dialect
  /// The place of the next byte.
  var position = 0
  /// The line of the next byte, from 1.
  var line = 1
  /// The value of the last sample.
  private(set) var value = 0.0
  /// The milliseconds of the last sample, with text and OpenMetrics.
  private(set) var timestamp: Int64?
  /// The timestamp of the last sample of a history, in the file's own unit.
  private(set) var writtenTime: Double?
  /// The labels of the series that was read last.
  var written = WrittenLabels()

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ dialect: Dialect) {
    self.bytes = bytes
    self.dialect = dialect
  }

  /// Whether blanks must be single spaces where the format has them, and nowhere else.
  var isStrict: Bool { dialect == .openMetrics }

  /// Goes to the start of the next series.
  ///
  /// - Returns: Whether there is one; `false` at the end.
  /// - Throws: `ExpositionProblem` for an unreadable comment or a missing `# EOF`.
  mutating func advance() throws(ExpositionProblem) -> Bool {
    while position < bytes.count {
      switch bytes[position] {
      case Byte.lineFeed where !isStrict:
        position += 1
        line += 1
      case Byte.space where !isStrict, Byte.tab where !isStrict:
        position += 1
      case Byte.hash:
        if try readComment() == .end { return false }
      default:
        return true
      }
    }
    guard !isStrict else { throw problem("the exposition does not end with '# EOF'") }
    return false
  }

  /// Reads value, timestamp and exemplar behind a series, and the end of its line.
  ///
  /// - Throws: `ExpositionProblem`.
  mutating func readSample() throws(ExpositionProblem) {
    if isStrict {
      guard take(Byte.space) else { throw problem("expected a space and a value", at: position) }
    } else {
      skipBlanks()
    }
    let token = takeToken()
    guard !token.isEmpty else { throw problem("expected a value", at: position) }
    if let number = ExpositionNumber.double(UnsafeBufferPointer(rebasing: token)) {
      value = number
    } else if dialect == .history, token.elementsEqual("stale".utf8) {
      value = Self.staleValue
    } else {
      throw problem("expected a number, found \(ExpositionProblem.excerpt(token))")
    }
    timestamp = nil
    writtenTime = nil
    if endLine() { return }
    switch dialect {
    case .text: try readTextTimestamp()
    case .openMetrics: try readOpenMetricsTail()
    case .history: try readHistoryTail()
    }
  }

  // The marker as a file's word `stale` stores it.
  private static let staleValue = Double(bitPattern: 0x7ff0_0000_0000_0002)

  private mutating func readTextTimestamp() throws(ExpositionProblem) {
    skipBlanks()
    if endLine() { return }
    let token = takeToken()
    guard let time = ExpositionNumber.integer(UnsafeBufferPointer(rebasing: token)) else {
      throw problem(
        "expected a timestamp in milliseconds, found \(ExpositionProblem.excerpt(token))"
      )
    }
    timestamp = time
    skipBlanks()
    guard endLine() else { throw problem("expected the end of the line", at: position) }
  }

  private mutating func readOpenMetricsTail() throws(ExpositionProblem) {
    guard take(Byte.space) else {
      throw problem("expected a space or the end of the line", at: position)
    }
    if position < bytes.count, bytes[position] != Byte.hash {
      timestamp = try takeSeconds()
      if endLine() { return }
      guard take(Byte.space) else { throw problem("expected the end of the line", at: position) }
    }
    guard take(Byte.hash), take(Byte.space) else {
      throw problem("expected a timestamp, an exemplar or the end of the line", at: position)
    }
    try skipExemplarLabels()
    guard take(Byte.space),
      ExpositionNumber.double(UnsafeBufferPointer(rebasing: takeToken())) != nil
    else { throw problem("expected the value of the exemplar", at: position) }
    if endLine() { return }
    guard take(Byte.space) else { throw problem("expected the end of the line", at: position) }
    _ = try takeSeconds()
    guard endLine() else { throw problem("expected the end of the line", at: position) }
  }

  private mutating func skipExemplarLabels() throws(ExpositionProblem) {
    let series = written
    written = WrittenLabels()
    _ = try readLabels(isExemplar: true)
    written = series
  }

  private mutating func readHistoryTail() throws(ExpositionProblem) {
    skipBlanks()
    if endLine() { return }
    if bytes[position] != Byte.hash {
      let token = takeToken()
      guard let time = ExpositionNumber.double(UnsafeBufferPointer(rebasing: token)), time.isFinite
      else {
        throw problem("expected a timestamp, found \(ExpositionProblem.excerpt(token))")
      }
      writtenTime = time
      skipBlanks()
      if endLine() { return }
    }
    guard bytes[position] == Byte.hash else {
      throw problem("expected the end of the line", at: position)
    }
    position = endOfLine()
    _ = endLine()
  }

  /// Seconds as a float, to whole milliseconds towards zero, as Prometheus converts them.
  private mutating func takeSeconds() throws(ExpositionProblem) -> Int64 {
    let token = takeToken()
    guard let seconds = ExpositionNumber.double(UnsafeBufferPointer(rebasing: token)),
      seconds.magnitude < 9e15
    else {
      throw problem("expected a timestamp in seconds, found \(ExpositionProblem.excerpt(token))")
    }
    return Int64(seconds * 1000)
  }
}

/// The bytes that mean something to the formats.
enum Byte {
  static let tab = UInt8(ascii: "\t")
  static let lineFeed = UInt8(ascii: "\n")
  static let space = UInt8(ascii: " ")
  static let quote = UInt8(ascii: "\"")
  static let hash = UInt8(ascii: "#")
  static let comma = UInt8(ascii: ",")
  static let dot = UInt8(ascii: ".")
  static let slash = UInt8(ascii: "/")
  static let colon = UInt8(ascii: ":")
  static let equal = UInt8(ascii: "=")
  static let backslash = UInt8(ascii: "\\")
  static let underscore = UInt8(ascii: "_")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")
}
