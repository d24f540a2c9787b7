/// Bytes read of a file, to recognise a copy of it.
///
/// `copytruncate` of logrotate copies a file beside it and then empties it: the copy is no new lines,
/// but for those that were not read before the file was emptied.
struct LogFileReading: Sendable {
  /// So many bytes at the start tell one file from another; lines begin with their time.
  static let headCount = 1024
  /// Fewer are too few: two files may well begin with the same word.
  private static let leastHead = 64

  /// The first bytes.
  var head: [UInt8]
  /// Where the first line begins that has not been delivered.
  var next: Int
  /// How far the file was read.
  var end: Int
  /// The last bytes before that.
  var lastBytes: [UInt8]

  /// Where to begin in a copy.
  enum Match: Hashable, Sendable {
    case none
    /// It begins as a copy does, but is shorter than what was read: it is being written.
    case unfinished
    case copy(next: Int)
  }

  /// Whether a file is a copy of what was read.
  func match(_ file: LogFile, size: Int) -> Match {
    let count = min(head.count, size)
    guard count >= Self.leastHead, file.read(at: 0, count: count).elementsEqual(head.prefix(count))
    else { return .none }
    guard size >= end else { return .unfinished }
    let last = file.read(at: end - lastBytes.count, count: lastBytes.count)
    return last == lastBytes ? .copy(next: next) : .none
  }

  /// Whether a name may be that of a copy: in the same folder, and beginning as the file's own does
  /// up to its ending.
  static func isRelated(_ copy: FileName, to file: FileName) -> Bool {
    let (copy, path) = (copy.bytes, file.bytes)
    let nameStart = path.lastIndex(of: Byte.slash).map { $0 + 1 } ?? 0
    let end = path[nameStart...].dropFirst().lastIndex(of: Byte.dot) ?? path.endIndex
    return copy.starts(with: path[..<end]) && !copy.dropFirst(end).contains(Byte.slash)
  }
}
