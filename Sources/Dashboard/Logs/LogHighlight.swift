import Logs
import Screen

/// A text whose hits stand out in lines that are all shown.
struct LogHighlight: Hashable, Sendable {
  /// What was typed.
  let text: String
  private let wanted: [UInt32]
  private let ignoresCase: Bool

  /// Reads a text; without capitals it means both cases.
  init(_ text: String) {
    self.text = text
    ignoresCase = text == text.lowercased()
    wanted = text.unicodeScalars.map(\.value)
  }

  /// What is wrong with a text; `nil` where it can be looked for.
  static func problem(in text: String) -> String? { nil }

  /// Whether a line has a hit.
  func isHit(_ entry: LogEntry) -> Bool {
    !hits(in: String(decoding: entry.line, as: UTF8.self).unicodeScalars.map(\.value)).isEmpty
  }

  /// Where hits stand in cells side by side.
  func hits(inCells cells: [Cell]) -> [Range<Int>] {
    hits(in: cells.map(\.scalar))
  }

  private func hits(in scalars: [UInt32]) -> [Range<Int>] {
    guard !wanted.isEmpty, scalars.count >= wanted.count else { return [] }
    var found: [Range<Int>] = []
    var start = 0
    while start + wanted.count <= scalars.count {
      if isHit(scalars, at: start) {
        found.append(start..<start + wanted.count)
        start += wanted.count
      } else {
        start += 1
      }
    }
    return found
  }

  private func isHit(_ scalars: [UInt32], at start: Int) -> Bool {
    for (offset, scalar) in wanted.enumerated() {
      let other = scalars[start + offset]
      guard other == scalar || ignoresCase && Self.lowered(other) == scalar else { return false }
    }
    return true
  }

  private static func lowered(_ value: UInt32) -> UInt32 {
    value &- 65 < 26 ? value + 32 : value
  }
}
