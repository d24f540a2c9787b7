import Telemetry

/// What one pass over a line finds beside its fields.
struct LineReading {
  /// How the line is written.
  var form = LineFacts.Form.plain
  /// What carried it.
  var wrap = LineWrap()
  /// The time and the level with which it begins.
  var head = LineHead(end: 0)
  /// Where the JSON begins, or the words behind time and level.
  var textStart = 0
  /// Whether a plain line ends with JSON of which the fields count.
  var hasObject = false
}

/// Reads a line as what it is: first what carries it, then the time and level with which it begins,
/// then JSON, `key=value` pairs, LTSV, or words.
enum LineReader {
  /// Reads a line.
  ///
  /// - Parameters:
  ///   - line: The bytes that the program meant.
  ///   - arrival: When they came, by which years are completed.
  ///   - visitor: Takes the fields in their order.
  /// - Returns: What is found beside the fields.
  static func read<Visitor: FieldVisitor>(
    _ line: LineBytes,
    _ arrival: Timestamp,
    _ visitor: inout Visitor
  ) -> LineReading {
    var reading = LineReading()
    // A byte order mark, or the separator of RFC 7464.
    let start = line.has("\u{FEFF}", at: 0) ? 3 : line.first == 0x1E ? 1 : 0
    reading.wrap.end = start
    reading.head = LineHead(end: start)
    if isObject(line, start) {
      readObject(line, start, &reading, &visitor)
      return reading
    }
    for _ in 0..<4 {
      if reading.wrap.passPrefix(line, arrival) { continue }
      let start = reading.wrap.end
      guard !isObject(line, start) else {
        reading.head = LineHead(end: start)
        break
      }
      reading.head = LineHead.read(line, from: start, arrival: arrival)
      guard reading.wrap.passBehindTime(line, reading.head) else { break }
      reading.head = LineHead(end: reading.wrap.end)
    }
    if isObject(line, reading.head.end) {
      readObject(line, reading.head.end, &reading, &visitor)
    } else {
      readWords(line, &reading, &visitor)
    }
    return reading
  }

  private static func isObject(_ line: LineBytes, _ start: Int) -> Bool {
    var next = start
    while next < line.count, line[next] == 32 || line[next] == 9 { next += 1 }
    return next < line.count && line[next] == UInt8(ascii: "{")
  }

  /// JSON to the end of the line; what is broken has the fields before its break.
  private static func readObject<Visitor: FieldVisitor>(
    _ line: LineBytes,
    _ start: Int,
    _ reading: inout LineReading,
    _ visitor: inout Visitor
  ) {
    reading.textStart = start
    let isWhole = JSONLine.read(line, from: start, &visitor)
    reading.form = isWhole ? .json : .plain
    reading.hasObject = !isWhole
  }

  private static func readWords<Visitor: FieldVisitor>(
    _ line: LineBytes,
    _ reading: inout LineReading,
    _ visitor: inout Visitor
  ) {
    let start = reading.head.end
    reading.textStart = start
    if let object = JSONLine.start(in: line, from: start),
      JSONLine.readAll(line, from: object, &visitor)
    {
      reading.hasObject = true
      return
    }
    if LabelledLine.read(line, from: start, &visitor) {
      reading.form = .logfmt
      return
    }
    guard line.contains(UInt8(ascii: "="), from: start) else { return }
    visitor.beginPairs()
    if KeyValueLine.read(line, from: start, &visitor).isLogfmt { reading.form = .logfmt }
  }
}
