import Logs
import Telemetry

/// A log line as one JSON object: `timestamp` in nanoseconds as a string, `time` where the line does
/// not say it itself, `labels`, `metadata`, `fields`, `line`.
struct LogLineJSON {
  /// The object, without a line end.
  private(set) var bytes: [UInt8] = []

  /// Writes an entry.
  init(_ entry: LogEntry, table: LogFieldTable = .standard) {
    let fields = LogFields(entry, table: table)
    put("{\"timestamp\":\"\(entry.timestamp.nanoseconds)\"")
    if let origin = Self.origin(entry.facts.time) { put(",\"time\":\"\(origin)\"") }
    put(",\"labels\":")
    put(entry.stream)
    put(",\"metadata\":")
    put(entry.metadata)
    put(",\"fields\":{")
    var isFirst = true
    func name(_ text: String) {
      if !isFirst { put(",") }
      isFirst = false
      quote(text)
      put(":")
    }
    for field in fields.form == .plain ? [] : fields.fields {
      name(field.name)
      put(field.value, isJSON: fields.form == .json)
    }
    // What a parser of the query has found and the line does not say itself.
    for label in entry.parsed.labels where !fields.fields.contains(where: { $0.name == label.name })
    {
      name(label.name)
      quote(label.value)
    }
    put("},\"line\":")
    quote(String(decoding: entry.line, as: UTF8.self))
    put("}")
  }

  /// Where the time comes from; `nil` where the line or its server says it.
  private static func origin(_ time: LineFacts.TimeOrigin) -> String? {
    switch time {
    case .written: nil
    case .unsureZone: "unsure zone"
    case .lineBefore: "line before"
    case .arrival: "arrival"
    case .unknown: "unknown"
    }
  }

  private mutating func put(_ text: String) {
    bytes += text.utf8
  }

  private mutating func put(_ labels: LabelSet) {
    put("{")
    for (index, label) in labels.labels.enumerated() {
      if index > 0 { put(",") }
      quote(label.name)
      put(":")
      quote(label.value)
    }
    put("}")
  }

  private mutating func put(_ value: LogFields.Value, isJSON: Bool) {
    switch value {
    case .text(let text): quote(text)
    case .number(let text), .nested(let text):
      // What logfmt calls a number may be none in JSON.
      if isJSON { put(text) } else { quote(text) }
    case .flag(let flag): put(flag ? "true" : "false")
    case .null: put("null")
    }
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0x0A: put("\\n")
      case 0x0D: put("\\r")
      case 0x09: put("\\t")
      case ..<0x20, 0x7F:
        let digits = String(byte, radix: 16)
        put("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
