/// The lines of a file from an offset back to its start, read in blocks.
///
/// The first lines are there after one block, however long the file is.
struct LogLinesBackward: Sendable {
  private static let block = 64 << 10
  private static let newline = UInt8(ascii: "\n")

  private let file: LogFile
  /// Where `bytes` begin.
  private var start: Int
  /// Bytes read and not handed out; they end at a line end.
  private var bytes: ArraySlice<UInt8> = []

  /// Text after the last line end before the offset is left out unless it
  /// is wanted.
  init(_ file: LogFile, before offset: Int, includesUnfinished: Bool) {
    self.file = file
    start = offset
    guard !includesUnfinished else { return }
    while start > 0 {
      readBlock()
      if let index = bytes.lastIndex(of: Self.newline) {
        bytes = bytes[...index]
        return
      }
      bytes = []
    }
  }

  /// The end of what has not been handed out.
  var offset: Int { start + bytes.count }

  /// The line before those handed out that is not empty; `nil` at the start of the file.
  mutating func next() -> LogLine? {
    while true {
      if bytes.isEmpty {
        guard start > 0 else { return nil }
        readBlock()
        // The file was cut off meanwhile.
        guard !bytes.isEmpty else {
          start = 0
          return nil
        }
      }
      if bytes.last == Self.newline { bytes.removeLast() }
      let line = takeLine()
      if !line.bytes.isEmpty { return line }
    }
  }

  private mutating func takeLine() -> LogLine {
    var searched = bytes.endIndex
    while true {
      if let index = bytes[..<searched].lastIndex(of: Self.newline) {
        defer { bytes = bytes[...index] }
        return LogLine(
          offset: start + (index + 1 - bytes.startIndex),
          bytes[(index + 1)...]
        )
      }
      guard start > 0 else {
        defer { bytes = [] }
        return LogLine(offset: start, bytes)
      }
      guard bytes.count <= LogLine.limit else { return takeLongLine() }
      let known = bytes.count
      readBlock()
      // The file was cut off meanwhile.
      guard bytes.count > known else {
        start = 0
        bytes = []
        return LogLine(offset: 0, [])
      }
      searched = bytes.endIndex - known
    }
  }

  /// A line that is longer than may be held: its beginning is looked for without keeping what is
  /// between.
  private mutating func takeLongLine() -> LogLine {
    let end = offset
    bytes = []
    while start > 0 {
      readBlock()
      if let index = bytes.lastIndex(of: Self.newline) {
        bytes = bytes[...index]
        break
      }
      bytes = []
    }
    let first = offset
    return LogLine(offset: first, file.read(at: first, count: min(end - first, LogLine.limit + 2)))
  }

  /// Puts the block before the bytes in front of them.
  private mutating func readBlock() {
    let count = min(start, Self.block)
    let block = file.read(at: start - count, count: count)
    start -= count
    guard block.count == count else {
      bytes = []
      return
    }
    bytes = bytes.isEmpty ? block[...] : (block + bytes)[...]
  }
}
