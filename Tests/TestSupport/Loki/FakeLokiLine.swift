/// One line in a fake Loki.
package struct FakeLokiLine: Hashable, Sendable {
  /// The labels of its stream.
  package var labels: [String: String]
  /// Nanoseconds since 1970.
  package var nanoseconds: Int64
  /// Its bytes; what is no UTF-8 goes out as U+FFFD, as a real one writes it.
  package var text: [UInt8]
  /// Structured metadata.
  package var metadata: [String: String]

  /// Makes a line.
  package init(
    _ labels: [String: String],
    at nanoseconds: Int64,
    _ text: String,
    metadata: [String: String] = [:]
  ) {
    self.labels = labels
    self.nanoseconds = nanoseconds
    self.text = Array(text.utf8)
    self.metadata = metadata
  }

  /// The value as the API writes it: time, line and, where asked for, what belongs to it.
  func value(isCategorized: Bool, parsed: [String: String] = [:]) -> String {
    var parts = ["\"\(nanoseconds)\"", FakeJSON.text(text)]
    if isCategorized {
      let members = [("structuredMetadata", metadata), ("parsed", parsed)].filter { !$0.1.isEmpty }
        .map { "\"\($0.0)\":\(FakeJSON.object($0.1))" }
      parts.append("{\(members.joined(separator: ","))}")
    }
    return "[\(parts.joined(separator: ","))]"
  }

  /// The stream's labels as the API writes them.
  func stream(isCategorized: Bool) -> String {
    FakeJSON.object(isCategorized ? labels : labels.merging(metadata) { label, _ in label })
  }
}

/// JSON as Go writes it, HTML characters escaped.
enum FakeJSON {
  static func text(_ text: String) -> String { self.text(Array(text.utf8)) }

  static func text(_ bytes: [UInt8]) -> String {
    guard bytes.contains(where: needsCare) else {
      return "\"" + String(decoding: bytes, as: UTF8.self) + "\""
    }
    var json = "\""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\"": json += "\\\""
      case "\\": json += "\\\\"
      case "\n": json += "\\n"
      case "\r": json += "\\r"
      case "\t": json += "\\t"
      case "<", ">", "&", "\u{0}"..."\u{1f}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: json.unicodeScalars.append(scalar)
      }
    }
    return json + "\""
  }

  private static func needsCare(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
      || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "&")
  }

  static func object(_ values: [String: String]) -> String {
    let members = values.sorted { $0.key < $1.key }.map { "\(text($0.key)):\(text($0.value))" }
    return "{\(members.joined(separator: ","))}"
  }
}
