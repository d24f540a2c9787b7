/// What Docker, Kubernetes and Compose write around a line, for those who put lines together.
package struct CarriedLine: Hashable, Sendable {
  /// What the line begins with up to the program's own bytes; of lines of one program all but the
  /// times are the same.
  package let stream: String
  /// The program's own bytes.
  package let text: [UInt8]
  /// Whether the line goes on in the next one of its stream: a part of a long one.
  package let isPart: Bool
  /// Where the text stands in the line, escaped where it is JSON.
  package let range: Range<Int>

  /// Reads a line; `nil` for one that nobody carries.
  package init?(_ line: [UInt8]) {
    let found = line.withUnsafeBufferPointer { Self.docker($0) ?? Self.prefixed($0) }
    guard let found else { return nil }
    self = found
  }

  private init(stream: String, text: [UInt8], isPart: Bool, range: Range<Int>) {
    self.stream = stream
    self.text = text
    self.isPart = isPart
    self.range = range
  }

  /// Docker's json-file splits lines at 16 KiB: a part has no line end.
  private static func docker(_ line: LineBytes) -> CarriedLine? {
    guard line.has("{\"log\":\"", at: 0), let file = DockerLine(line) else { return nil }
    var text = FieldText.unescapedBytes(line, file.log)
    let isPart = text.last != 10
    while text.last == 10 || text.last == 13 { text.removeLast() }
    let stream = FieldText.text(line, file.stream)
    return CarriedLine(stream: stream, text: text, isPart: isPart, range: file.log)
  }

  /// CRI marks a part by `P`.
  private static func prefixed(_ line: LineBytes) -> CarriedLine? {
    guard let first = line.first, first != UInt8(ascii: "{") else { return nil }
    var wrap = LineWrap()
    if let cri = cri(line) { return cri }
    guard wrap.passCarrier(line) else { return nil }
    return CarriedLine(
      stream: FieldText.text(line, 0..<wrap.end),
      text: Array(line[wrap.end...]),
      isPart: false,
      range: wrap.end..<line.count
    )
  }

  /// `2026-11-28T04:05:06.123456789Z stdout P `.
  private static func cri(_ line: LineBytes) -> CarriedLine? {
    guard line.count > 30, line[0] &- 48 < 10, line[10] == UInt8(ascii: "T"),
      let space = line.first(32, from: 20, to: min(line.count, 40)),
      line.has(" stdout ", at: space) || line.has(" stderr ", at: space),
      let end = line.first(32, from: space + 8, to: min(line.count, space + 48))
    else { return nil }
    return CarriedLine(
      stream: FieldText.text(line, space..<space + 8),
      text: Array(line[(end + 1)...]),
      isPart: line[space + 8] == UInt8(ascii: "P"),
      range: end + 1..<line.count
    )
  }
}
