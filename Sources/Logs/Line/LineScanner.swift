package import Telemetry

/// Finds in one pass over a line's bytes what is needed of every line.
///
/// It makes no text of anything, and copies only lines with colours and those in Docker's json-file.
/// What it cannot read it leaves alone: no line makes it fail.
/// Of a repeated field the last one counts, as in the parsers of Python, JavaScript and Go; of the
/// fields of one role the one that the table names first.
package struct LineScanner: Sendable {
  /// The names of fields.
  package let table: LogFieldTable
  /// The zone of the clock that wrote times without a zone.
  package var zone: ZoneOffsets
  private let names: FactNames

  package init(_ table: LogFieldTable = .standard, zone: ZoneOffsets = .utc) {
    self.table = table
    self.zone = zone
    names = FactNames(table)
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
    line.withUnsafeBufferPointer { facts(of: $0, arrival: arrival) }
  }

  /// The same of a line with those that follow it, of which only the first is read.
  ///
  /// - Parameters:
  ///   - entry: The bytes.
  ///   - headCount: How many of them are the first line.
  ///   - arrival: When they came.
  /// - Returns: The facts and the moment.
  package func facts(
    of entry: [UInt8],
    headCount: Int,
    arrival: Timestamp
  ) -> (facts: LineFacts, timestamp: Timestamp?) {
    guard headCount < entry.count else { return facts(of: entry, arrival: arrival) }
    var found = entry.withUnsafeBufferPointer { bytes in
      facts(of: LineBytes(rebasing: bytes[..<headCount]), arrival: arrival)
    }
    found.facts.headCount = UInt32(clamping: headCount)
    return found
  }

  private func facts(
    of line: LineBytes,
    arrival: Timestamp
  ) -> (facts: LineFacts, timestamp: Timestamp?) {
    var found = scan(line, arrival: arrival)
    guard let time = found.time else {
      found.facts.time = .arrival
      return (found.facts, nil)
    }
    let clock = LineClock(zone: zone, arrival: arrival)
    if clock.isUnsure(time) { found.facts.time = .unsureZone }
    return (found.facts, clock.moment(time))
  }

  /// What the clock shows that wrote a line, as if it showed UTC; `nil` where the line says its zone or
  /// no time.
  package func clockWithoutZone(of line: [UInt8], arrival: Timestamp) -> Timestamp? {
    let found = line.withUnsafeBufferPointer { scan($0, arrival: arrival).time }
    guard let found, found.zone == .missing else { return nil }
    return Timestamp(nanoseconds: found.nanoseconds)
  }

  /// What a line says of itself.
  private struct Findings {
    var facts: LineFacts
    var time: WrittenTime?
  }

  private func scan(_ line: LineBytes, arrival: Timestamp?) -> Findings {
    // Nearly all of a busy log.
    if line.first == UInt8(ascii: "{"), !line.has("{\"log\":\"", at: 0) {
      var visitor = FactVisitor(names: names, arrival: arrival)
      if JSONLine.read(line, &visitor) { return findings(line, visitor) }
    }
    let decoding = LineBody.decoding(line)
    guard let bytes = decoding.bytes else { return read(line, arrival: arrival) }
    var found = bytes.withUnsafeBufferPointer { body in
      var found = read(body, arrival: arrival)
      // The ID stands in the line as it does in the body, where nothing is escaped in it.
      if let id = found.facts.correlation {
        let text = Array(body[Int(id.lowerBound)..<Int(id.upperBound)])
        let place = TextSearch(text, folds: false).first(in: line)
        found.facts.correlation = place.map { UInt32($0)..<UInt32($0 + text.count) }
      }
      return found
    }
    if let outer = decoding.time, let arrival {
      var reader = DateReader(
        line: line,
        position: outer.lowerBound,
        end: outer.upperBound,
        arrival: arrival
      )
      found.time = Self.better(found.time, reader.read())
    }
    return found
  }

  private func read(_ line: LineBytes, arrival: Timestamp?) -> Findings {
    var visitor = FactVisitor(names: names, arrival: arrival)
    // Without an arrival nobody asks for the year.
    let reading = LineReader.read(line, arrival ?? Timestamp(nanoseconds: 0), &visitor)
    let head = reading.head
    var correlation = visitor.correlation
    var facts = LineFacts(form: reading.form)
    var time: WrittenTime?
    switch reading.form {
    case .json:
      let found = findings(line, visitor)
      facts.level = found.facts.level ?? head.level
      facts.correlation = found.facts.correlation
      time = Self.better(found.time, head.time)
    case .logfmt:
      // Sidekiq writes its level behind the pairs.
      facts.level = head.level ?? visitor.level ?? LevelGuess.level(line, from: head.end)
      time = head.time ?? visitor.wholeTime
    case .plain:
      facts.level = head.level ?? LevelGuess.level(line, from: head.end)
      if facts.level == nil, reading.hasObject { facts.level = visitor.level }
      time = head.time ?? (reading.hasObject ? visitor.wholeTime : nil)
      correlation =
        correlation ?? IDSearch.id(line, reading.wrap.end..<line.count)
        ?? reading.wrap.data.flatMap { IDSearch.id(line, $0) }
    }
    facts.level = facts.level ?? reading.wrap.level
    if reading.form != .json { facts.correlation = Self.place(correlation) }
    return Findings(facts: facts, time: Self.better(time, reading.wrap.time))
  }

  /// The level of the line that a field holds.
  private func carriedLevel(_ line: LineBytes, _ value: FieldValue) -> LogLevel? {
    switch value.kind {
    case .text: read(LineBytes(rebasing: line[value.range]), arrival: nil).facts.level
    case .escaped:
      FieldText.unescapedBytes(line, value.range).withUnsafeBufferPointer {
        read($0, arrival: nil).facts.level
      }
    case .number, .yes, .no, .null, .nested: nil
    }
  }

  /// What the fields of JSON say.
  private func findings(_ line: LineBytes, _ visitor: FactVisitor) -> Findings {
    var facts = LineFacts(form: .json, level: visitor.level)
    if facts.level == nil, let carried = visitor.carried {
      facts.level = carriedLevel(line, carried)
    }
    let id = visitor.correlation ?? visitor.message.flatMap { IDSearch.id(line, $0) }
    facts.correlation = Self.place(id)
    return Findings(facts: facts, time: visitor.wholeTime)
  }

  private static func place(_ range: Range<Int>?) -> Range<UInt32>? {
    guard let range, range.upperBound <= UInt32.max else { return nil }
    return UInt32(range.lowerBound)..<UInt32(range.upperBound)
  }

  /// The first time, unless only the second one says its zone.
  private static func better(_ first: WrittenTime?, _ second: WrittenTime?) -> WrittenTime? {
    guard let first else { return second }
    guard let second, !first.isZoned, second.isZoned else { return first }
    return second
  }
}

/// What was made ready follows from the table.
extension LineScanner: Hashable {
  package static func == (left: LineScanner, right: LineScanner) -> Bool {
    left.table == right.table && left.zone == right.zone
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(table)
    hasher.combine(zone)
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
    if facts.form != .json, let end = line.firstIndex(of: 10) {
      // Several lines that a shipper has put together: a head and its stack trace.
      facts = line.withUnsafeBufferPointer {
        scan(LineBytes(rebasing: $0[..<end]), arrival: nil).facts
      }
      facts.headCount = UInt32(clamping: end)
    }
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
    // OpenTelemetry's number, where its text is empty or of one's own.
    return labels["severity_number"].flatMap(Int.init).flatMap(LevelScale.openTelemetry.level)
  }
}
