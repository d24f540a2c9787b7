/// Lays JSON out over lines, without changing what it says.
enum PrettyJSON {
  // What lies deeper is not moved further to the right.
  private static let maxIndent = 24

  /// The lines; escapes in texts stay escapes.
  ///
  /// - Parameters:
  ///   - line: One JSON object; other text comes back as it is, broken at its brackets.
  ///   - limit: The most lines; behind the last one stands `…` where there would be more.
  /// - Returns: The lines, each indented by two spaces a level.
  static func lines(_ line: LineBytes, limit: Int) -> [String] {
    var layout = PrettyJSON.Layout(limit: limit)
    var position = 0
    while position < line.count, !layout.isFull {
      let byte = line[position]
      switch byte {
      case UInt8(ascii: "\""):
        let start = position
        position = end(ofText: line, position)
        layout.current.append(contentsOf: line[start..<position])
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        layout.current.append(byte)
        let next = position + 1 + space(line, position + 1)
        if next < line.count, line[next] == byte + 2 {
          layout.current.append(byte + 2)
          position = next
        } else {
          layout.breakLine(1)
        }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        layout.breakLine(-1)
        layout.current.append(byte)
      case UInt8(ascii: ","):
        layout.current.append(byte)
        layout.breakLine(0)
      case UInt8(ascii: ":"): layout.current.append(contentsOf: [byte, 32])
      case 32, 9, 10, 13: break
      default: layout.current.append(byte)
      }
      position += 1
    }
    return layout.finish()
  }

  private static func end(ofText line: LineBytes, _ start: Int) -> Int {
    var position = start + 1
    while position < line.count, line[position] != UInt8(ascii: "\"") {
      position += line[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(line.count, position + 1)
  }

  /// How many spaces stand at a position.
  private static func space(_ line: LineBytes, _ start: Int) -> Int {
    var position = start
    while position < line.count, line[position] == 32 { position += 1 }
    return position - start
  }

  private struct Layout {
    let limit: Int
    var current: [UInt8] = []
    private var lines: [String] = []
    private var depth = 0

    init(limit: Int) {
      self.limit = limit
    }

    var isFull: Bool { lines.count >= limit }

    mutating func breakLine(_ change: Int) {
      guard !isFull else { return }
      lines.append(String(decoding: current, as: UTF8.self))
      depth = max(0, depth + change)
      current = Array(repeating: 32, count: 2 * min(depth, PrettyJSON.maxIndent))
    }

    mutating func finish() -> [String] {
      if isFull { return lines + ["…"] }
      return lines + [String(decoding: current, as: UTF8.self)]
    }
  }
}

extension LogFields {
  /// The line laid out over several lines where it is JSON; `nil` where it is not.
  ///
  /// - Parameter limit: The most lines; `…` follows where there would be more.
  /// - Returns: The lines.
  package func prettyJSON(limit: Int = 2000) -> [String]? {
    guard form == .json else { return nil }
    return text.withUnsafeBufferPointer { PrettyJSON.lines($0, limit: limit) }
  }
}
