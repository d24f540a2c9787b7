/// The bytes that a program meant, where they stand otherwise in the line: without colours, and out of
/// the text in which Docker's json-file keeps them.
///
/// Nearly every line is its own body, which costs a look at its bytes.
enum LineBody {
  /// What a line had to be rid of.
  struct Decoding {
    /// The bytes; `nil` where those of the line serve.
    var bytes: [UInt8]?
    /// Whether they were in Docker's json-file.
    var isJSONFile = false
    /// Where in the line Docker's time stands.
    var time: Range<Int>?
  }

  /// What a line means; its ranges are those of the line only where nothing was decoded.
  static func decoding(_ line: LineBytes) -> Decoding {
    var decoding = Decoding()
    // JSON has no raw escape sequences; nearly all of it is done here.
    if line.first == UInt8(ascii: "{"), !line.has("{\"log\":\"", at: 0) { return decoding }
    if line.has("{\"log\":\"", at: 0), let file = DockerLine(line) {
      decoding.bytes = FieldText.unescapedBytes(line, file.log)
      while let last = decoding.bytes?.last, last == 10 || last == 13 {
        decoding.bytes?.removeLast()
      }
      decoding.isJSONFile = true
      decoding.time = file.time
    }
    if let bytes = decoding.bytes {
      decoding.bytes = bytes.withUnsafeBufferPointer { withoutColours($0) } ?? bytes
    } else {
      decoding.bytes = withoutColours(line)
    }
    return decoding
  }

  /// A line without escape sequences; `nil` where it has none.
  static func withoutColours(_ line: LineBytes) -> [UInt8]? {
    guard line.contains(0x1B, from: 0) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(line.count)
    var position = 0
    while position < line.count {
      if line[position] == 0x1B {
        position = behindEscape(line, position)
      } else {
        bytes.append(line[position])
        position += 1
      }
    }
    return bytes
  }

  /// Behind an escape sequence: a control sequence, an operating system command, or one letter.
  private static func behindEscape(_ line: LineBytes, _ start: Int) -> Int {
    var position = start + 1
    guard position < line.count else { return position }
    switch line[position] {
    case UInt8(ascii: "["):
      position += 1
      while position < line.count, !(0x40...0x7E).contains(line[position]) { position += 1 }
      return min(line.count, position + 1)
    case UInt8(ascii: "]"):
      while position < line.count, line[position] != 7 {
        if line[position] == 0x1B { return min(line.count, position + 2) }
        position += 1
      }
      return min(line.count, position + 1)
    default: return position + 1
    }
  }
}

/// A line of Docker's json-file driver: the text of a program, and when it came.
///
/// - Source: <https://docs.docker.com/engine/logging/drivers/json-file/>.
struct DockerLine: FieldVisitor {
  private(set) var log = 0..<0
  private(set) var stream = 0..<0
  private(set) var time: Range<Int>?

  private static let logName = NameHashes.folded("log")
  private static let streamName = NameHashes.folded("stream")
  private static let timeName = NameHashes.folded("time")

  /// Reads a line; `nil` for JSON of others that begins with a field `log`.
  init?(_ line: LineBytes) {
    guard JSONLine.read(line, &self), !stream.isEmpty, time != nil else { return nil }
  }

  var root: UInt64 { NameHashes.seed }

  func name(_ key: Range<Int>, in parent: UInt64, of line: LineBytes) -> UInt64 {
    NameHashes.folded(line, key, from: parent)
  }

  mutating func visit(_ name: UInt64, _ value: FieldValue, of line: LineBytes) {
    guard value.kind == .text || value.kind == .escaped else { return }
    switch name {
    case Self.logName: log = value.range
    case Self.streamName: stream = value.range
    case Self.timeName: time = value.range
    default: break
    }
  }
}
