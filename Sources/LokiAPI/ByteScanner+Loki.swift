import Logs
import Telemetry

/// Structured metadata of a line, apart from the stream labels.
struct Categories {
  var metadata = LabelSet.empty
  var parsed = LabelSet.empty

  /// Reads the third element of a value.
  mutating func read(_ scanner: inout ByteScanner) throws(ScanError) {
    try scanner.eachMember { (scanner, key) throws(ScanError) in
      if key == "structuredMetadata" {
        metadata = try scanner.takeLabels()
      } else if key == "parsed" {
        parsed = try scanner.takeLabels()
      } else {
        try scanner.skipValue()
      }
    }
  }
}

extension ByteScanner {
  /// Reads an object of texts, but for those by which a query marks lines; `null` has no labels.
  mutating func takeLabels() throws(ScanError) -> LabelSet {
    guard !takeNull() else { return .empty }
    var labels: [LabelSet.Label] = []
    try eachMember { (scanner, key) throws(ScanError) in
      let name = String(decoding: key.bytes, as: UTF8.self)
      let value = try scanner.takeString()
      guard !name.hasPrefix(LogQLText.probe) else { return }
      labels.append(LabelSet.Label(name: name, value: value))
    }
    return LabelSet(labels)
  }

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
      throw fault("a timestamp is not in whole nanoseconds")
    }
    return time
  }
}
