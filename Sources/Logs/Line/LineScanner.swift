package import Telemetry

/// Finds in one pass over a line's bytes what is needed of every line.
///
/// It makes no text of anything. What it cannot read it leaves alone: no line makes it fail.
/// Of a repeated field the last one counts, as in the parsers of Python, JavaScript and Go; of the
/// fields of one role the one that the table names first.
package struct LineScanner: Hashable, Sendable {
  /// The names of fields.
  package let table: LogFieldTable
  /// Seconds east of UTC of the clock that wrote times without a zone.
  package var offsetSeconds: Int
  private let names: NameHashes

  /// Makes a scanner.
  package init(_ table: LogFieldTable = .standard, offsetSeconds: Int = 0) {
    self.table = table
    self.offsetSeconds = offsetSeconds
    names = FactVisitor.names(of: table)
  }

  /// What is found in a line.
  package func facts(of line: [UInt8]) -> LineFacts {
    line.withUnsafeBufferPointer { scan($0, arrival: nil).facts }
  }

  /// What is found in a line, and the moment that stands in it.
  ///
  /// - Parameters:
  ///   - line: The bytes without a line end.
  ///   - arrival: When they came, by which years are completed.
  /// - Returns: The facts, and the moment or `nil` where none is to be found.
  package func facts(
    of line: [UInt8],
    arrival: Timestamp
  ) -> (facts: LineFacts, timestamp: Timestamp?) {
    line.withUnsafeBufferPointer { scan($0, arrival: arrival) }
  }

  private func scan(
    _ line: LineBytes,
    arrival: Timestamp?
  ) -> (facts: LineFacts, timestamp: Timestamp?) {
    let clock = arrival.map { LineTime(offsetSeconds: offsetSeconds, arrival: $0) }
    var visitor = FactVisitor(names: names, clock: clock)
    let form = Self.form(line, &visitor)
    if form == .plain {
      visitor.level = visitor.level ?? LevelGuess.level(line)
      visitor.correlation = visitor.correlation ?? IDBytes.uuid(line)
      visitor.timestamp = visitor.timestamp ?? clock?.leading(line)
    }
    let correlation = visitor.correlation.flatMap { range in
      range.upperBound <= UInt32.max
        ? UInt32(range.lowerBound)..<UInt32(range.upperBound) : nil
    }
    let facts = LineFacts(form: form, level: visitor.level, correlation: correlation)
    return (facts, visitor.timestamp)
  }

  /// Reads a line as what it is.
  static func form<Visitor: FieldVisitor>(
    _ line: LineBytes,
    _ visitor: inout Visitor
  ) -> LineFacts.Form {
    if line.first(where: { $0 != 32 && $0 != 9 }) == UInt8(ascii: "{") {
      return JSONLine.read(line, &visitor) ? .json : .plain
    }
    if let start = JSONLine.start(in: line), JSONLine.read(line, from: start, &visitor) {
      return .plain
    }
    return KeyValueLine.read(line, &visitor).isLogfmt ? .logfmt : .plain
  }
}

extension LineScanner {
  /// An entry of a server that keeps the time of lines.
  ///
  /// The level is that of the line, else Loki's `detected_level` or another label that names one.
  package func entry(
    at timestamp: Timestamp,
    stream: LabelSet,
    metadata: LabelSet = .empty,
    parsed: LabelSet = .empty,
    line: [UInt8]
  ) -> LogEntry {
    LogEntry(
      timestamp: timestamp,
      stream: stream,
      metadata: metadata,
      parsed: parsed,
      line: line,
      facts: facts(of: line, metadata: metadata, streamLevel: Self.level(of: stream))
    )
  }

  /// What is found in a line of a server, for those who read the labels of a stream once.
  ///
  /// - Parameters:
  ///   - line: The bytes.
  ///   - metadata: What the server keeps beside the line.
  ///   - streamLevel: `level(of:)` of the stream's labels.
  /// - Returns: The facts; of a plain line, whose level is a guess, the server's level.
  package func facts(
    of line: [UInt8],
    metadata: LabelSet,
    streamLevel: LogLevel?
  ) -> LineFacts {
    var facts = facts(of: line)
    if facts.level == nil || facts.form == .plain {
      facts.level = Self.level(of: metadata) ?? streamLevel ?? facts.level
    }
    return facts
  }

  /// An entry of a file: its time is the one in the line, else that of its arrival.
  package func entry(arrival: Timestamp, stream: LabelSet, line: [UInt8]) -> LogEntry {
    let found = facts(of: line, arrival: arrival)
    return LogEntry(
      timestamp: found.timestamp ?? arrival,
      stream: stream,
      line: line,
      facts: found.facts
    )
  }

  /// The level that labels name; Loki's `unknown` is none.
  package static func level(of labels: LabelSet) -> LogLevel? {
    guard !labels.labels.isEmpty else { return nil }
    for name in ["detected_level", "level", "severity", "severity_text"] {
      if let level = labels[name].flatMap({ LevelWords.level($0) }) { return level }
    }
    return nil
  }
}
