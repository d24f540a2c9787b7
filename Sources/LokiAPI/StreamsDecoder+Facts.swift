import Logs
import Telemetry

extension StreamsDecoder {
  /// What is found of every line at arrival.
  ///
  /// - Parameters:
  ///   - entry: The line with its labels and metadata.
  ///   - streamLevel: The level that the labels of the stream name.
  /// - Returns: The facts; a level that the server found counts where the line names none.
  static func facts(of entry: LogEntry, streamLevel: LogLevel?) -> LineFacts {
    var facts = LineFacts()
    if facts.level == nil {
      facts.level =
        entry.metadata["detected_level"].flatMap(LogLevel.init(lokiText:)) ?? streamLevel
    }
    return facts
  }
}

extension LogLevel {
  /// Reads a level as Loki names it in `detected_level` and senders in `level`; `nil` for
  /// `unknown` and other text.
  init?(lokiText text: String) {
    switch text.lowercased() {
    case "trace", "verbose", "silly": self = .trace
    case "debug": self = .debug
    case "info", "information", "notice": self = .info
    case "warn", "warning": self = .warning
    case "error", "err": self = .error
    case "critical", "fatal", "panic", "alert", "emergency": self = .critical
    default: return nil
    }
  }
}

extension ByteScanner {
  /// Reads nanoseconds since the epoch, a number or a text that holds one, without rounding; or an
  /// RFC 3339 time, as `dropped_entries` may have it.
  mutating func takeNanoseconds() throws(ScanError) -> Timestamp {
    let isText = peek() == UInt8(ascii: "\"")
    var place = at + (isText ? 1 : 0)
    let start = place
    var value: Int64 = 0
    while place < bytes.count, bytes[place] &- 48 < 10, place - start < 19 {
      value = value &* 10 &+ Int64(bytes[place] &- 48)
      place += 1
    }
    let end: UInt8? = place < bytes.count ? bytes[place] : nil
    if place > start, value >= 0, isText ? end == UInt8(ascii: "\"") : !Self.isWord(end ?? 0) {
      at = place + (isText ? 1 : 0)
      return Timestamp(nanoseconds: value)
    }
    guard isText, let time = Timestamp(rfc3339: try takeString(limit: 64)) else {
      throw fault("a timestamp is no whole number of nanoseconds")
    }
    return time
  }
}
