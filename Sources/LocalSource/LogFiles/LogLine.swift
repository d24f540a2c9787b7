/// One line of a file or of a pipe.
struct LogLine: Hashable, Sendable {
  /// No line is held longer than this.
  static let limit = 1 << 20
  /// Suffix of a line that was cut.
  static let cutMark = Array(" [cut: the line is longer than 1 MiB]".utf8)

  /// Where it begins, in bytes from the start.
  var offset: Int
  /// Its bytes without line end; cut lines end with the mark.
  var bytes: [UInt8]
  /// How many of the bytes are its first line; those that follow it stand behind line ends.
  var headCount: Int
  /// Where it ends, in bytes from the start.
  var end: Int

  /// A trailing carriage return is part of the line end.
  ///
  /// A program that goes on writing at its old place after its file was cut off leaves zeros before
  /// its first line.
  init(offset: Int, _ bytes: some Collection<UInt8>) {
    self.offset = offset
    // A copy of its own size: what lines are cut from has room for the longest one so far.
    var line =
      bytes.withContiguousStorageIfAvailable { Array($0.drop { $0 == 0 }) }
      ?? Array(bytes.drop { $0 == 0 })
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    if line.count > Self.limit {
      line.removeLast(line.count - Self.limit)
      line += Self.cutMark
    }
    self.bytes = line
    headCount = line.count
    end = offset + bytes.count + 1
  }
}

/// Cuts bytes that come in pieces into lines.
struct LogLineCutter: Sendable {
  /// Where the line begins of which the end has not come.
  private(set) var offset: Int
  /// The line's bytes so far, no more than a little over the limit.
  private(set) var held: [UInt8] = []
  private var length = 0

  init(offset: Int = 0) {
    self.offset = offset
  }

  /// Where the next byte stands that it does not know.
  var end: Int { offset + length }

  /// Takes more bytes; hands over each line that is complete, but for empty ones.
  mutating func feed(_ bytes: [UInt8], _ body: (LogLine) -> Void) {
    var rest = bytes[...]
    while let index = rest.firstIndex(of: UInt8(ascii: "\n")) {
      hold(rest[..<index])
      emit(body)
      offset += 1
      rest = rest[(index + 1)...]
    }
    hold(rest)
  }

  /// Hands over what is left, which has no line end.
  mutating func finish(_ body: (LogLine) -> Void) {
    emit(body)
  }

  private mutating func hold(_ bytes: ArraySlice<UInt8>) {
    length += bytes.count
    // One more byte than a line may have tells that it is too long.
    held += bytes.prefix(max(0, LogLine.limit + 2 - held.count))
  }

  private mutating func emit(_ body: (LogLine) -> Void) {
    if !held.isEmpty {
      let line = LogLine(offset: offset, held)
      if !line.bytes.isEmpty { body(line) }
    }
    offset += length
    length = 0
    held.removeAll(keepingCapacity: true)
  }
}
