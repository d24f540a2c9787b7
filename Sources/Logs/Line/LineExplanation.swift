import Telemetry

/// What was recognised in a line, and by what: for a person whose logs are strange.
package struct LineExplanation: Hashable, Sendable {
  /// What was found, and where it stood.
  package struct Finding: Hashable, Sendable {
    /// The value, as the line has it.
    package var text: String
    /// What gave it, in words.
    package var source: String
  }

  /// What carried the line, and how it is written.
  package let shape: String
  /// The time; `nil` where the line says none.
  package let time: Finding?
  /// Whether the time names its zone.
  package let isZoned: Bool
  /// The level; `nil` where the line names none.
  package let level: Finding?
  /// The IDs, the request's first.
  package let ids: [Finding]
  /// What happened, and what says so.
  package let message: Finding
  /// How many lines of a stack trace follow.
  package let following: Int

  /// Explains an entry.
  package init(_ entry: LogEntry, table: LogFieldTable = .standard) {
    let fields = LogFields(entry, table: table)
    let reading = Reading(entry)
    shape = Self.shape(fields, reading)
    (time, isZoned) = Self.time(fields, reading)
    level = entry.facts.level.map { Self.level($0, fields, reading) }
    ids = fields.ids.map { id in
      let field = fields.fields.first { $0.value.text.contains(id) && $0.role != .message }
      return Finding(text: id, source: field.map { "field '\($0.name)'" } ?? "the text")
    }
    let said = fields.fields.first { $0.role == .message }
    let isField = fields.form != .plain && said != nil
    let other = fields.form == .json ? "all fields, for none is a message" : "the text"
    message = Finding(
      text: fields.message,
      source: isField ? "field '\(said?.name ?? "")'" : other
    )
    following = fields.following.count
  }

  /// The first line as the reader sees it.
  private struct Reading {
    let line: LineReading
    let body: [UInt8]
    let isJSONFile: Bool

    init(_ entry: LogEntry) {
      let head = entry.headAndFollowing.head
      let decoding = head.withUnsafeBufferPointer { LineBody.decoding($0) }
      body = decoding.bytes ?? head
      isJSONFile = decoding.isJSONFile
      var visitor = TextVisitor()
      line = body.withUnsafeBufferPointer { LineReader.read($0, entry.timestamp, &visitor) }
    }
  }

  private static func shape(_ fields: LogFields, _ reading: Reading) -> String {
    let form =
      switch fields.form {
      case .json: "JSON"
      case .logfmt: "key=value"
      case .plain: reading.line.hasObject ? "text with JSON" : "text"
      }
    let carrier = reading.isJSONFile ? .jsonFile : reading.line.wrap.kind
    return carrier.map { "\(form) carried by \($0.rawValue)" } ?? form
  }

  private static func time(
    _ fields: LogFields,
    _ reading: Reading
  ) -> (finding: Finding?, isZoned: Bool) {
    let head = reading.line.head.time ?? reading.line.wrap.time
    let field = fields.fields.first { $0.role == .time }
    if fields.form != .plain || head == nil, let field {
      let isZoned = zoned(field.value.text) || head?.isZoned == true
      return (Finding(text: field.value.text, source: "field '\(field.name)'"), isZoned)
    }
    guard let head else { return (nil, false) }
    let source = reading.line.head.time == nil ? "what carried the line" : "the beginning"
    return (Finding(text: head.shape.rawValue, source: "\(source), in that form"), head.isZoned)
  }

  private static func zoned(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { line in
      if DateReader.epoch(line, 0..<line.count) != nil { return true }
      let arrival = Timestamp(nanoseconds: 0)
      var reader = DateReader(line: line, position: 0, end: line.count, arrival: arrival)
      return reader.read()?.isZoned ?? false
    }
  }

  private static func level(
    _ level: LogLevel,
    _ fields: LogFields,
    _ reading: Reading
  ) -> Finding {
    let head = reading.line.head.level
    if let field = fields.fields.first(where: { $0.role == .level }),
      fields.form != .plain || reading.line.hasObject, head == nil
    {
      return Finding(text: level.name, source: "field '\(field.name)' = \(field.value.text)")
    }
    if head == level { return Finding(text: level.name, source: "the beginning") }
    let isWritten = reading.body.withUnsafeBufferPointer {
      fields.form == .plain && LevelGuess.level($0, from: reading.line.head.end) != nil
    }
    let isCarried = reading.line.wrap.level == level && !isWritten
    return Finding(
      text: level.name,
      source: isCarried ? "the syslog priority" : "a word of the text"
    )
  }
}
