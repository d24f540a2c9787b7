import TestSupport

extension SeededGenerator {
  /// Pieces of PromQL in no order, and some bytes that are none.
  mutating func promQLNoise() -> [UInt8] {
    let pieces = [
      "up", "sum", "by", "(", ")", "[", "]", "{", "}", "5m", "1", ":", ",", "=", "=~", "!=",
      "\"a\"", "'",
      "`", "\\", "@", "offset", "-", "+", "^", "*", " ", "\n", "#", "bool", "on", "start()", "e",
      ".",
      "0x", "_", "\u{e9}", "and", "rate", "group_left", "atan2", "inf",
    ]
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 0...20, using: &self) {
      if Int.random(in: 0..<10, using: &self) == 0 {
        bytes.append(UInt8.random(in: 0...255, using: &self))
      } else {
        bytes += Array((pieces.randomElement(using: &self) ?? "").utf8)
      }
    }
    return bytes
  }

  /// A text with some bytes cut, doubled, moved or exchanged.
  mutating func mutation(of bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
      let from = Int.random(in: bytes.indices, using: &self)
      let to = min(bytes.count, from + Int.random(in: 1...8, using: &self))
      let piece = bytes[from..<to]
      switch Int.random(in: 0..<4, using: &self) {
      case 0: bytes.removeSubrange(from..<to)
      case 1: bytes.insert(contentsOf: piece, at: from)
      case 2:
        let piece = Array(piece)
        bytes.removeSubrange(from..<to)
        bytes.insert(contentsOf: piece, at: Int.random(in: 0...bytes.count, using: &self))
      default: bytes[from] = UInt8.random(in: 0...255, using: &self)
      }
    }
    return bytes
  }
}
