import Glibc
import HTTPTransport
import LocalSource

/// The folder that a stack is written into.
///
/// A file appears whole or not at all. What is a link is followed when read, and never when written.
struct InitFolder {
  private let path: FileName

  init(_ path: FileName) {
    self.path = path
  }

  /// The text of a file; `nil` where there is none.
  func text(of name: String) throws(CommandEnd) -> String? {
    do throws(LocalFileProblem) {
      return String(decoding: try LocalFile(file(name)).bytes, as: UTF8.self)
    } catch {
      if error.isAbsence { return nil }
      throw CommandEnd(.usage, error.message)
    }
  }

  /// Writes a file, and the folders above it.
  func write(_ text: String, to name: String) throws(CommandEnd) {
    let target = file(name)
    for (place, byte) in target.bytes.enumerated() where byte == UInt8(ascii: "/") && place > 0 {
      try makeFolder(FileName(bytes: target.bytes[..<place]))
    }
    let number = LocalFile.replace(target, with: Array(text.utf8), mode: 0o644)
    guard number == 0 else { throw failure(target, number) }
  }

  private func makeFolder(_ name: FileName) throws(CommandEnd) {
    guard name.withPath({ mkdir($0, 0o755) }) != 0 else { return }
    // What may not be written to may well be there.
    guard errno != EEXIST, name.withPath({ access($0, F_OK) }) != 0 else { return }
    throw failure(name, errno)
  }

  private func failure(_ name: FileName, _ number: Int32) -> CommandEnd {
    CommandEnd(.usage, "cannot write '\(name)': \(String(cString: strerror(number)))")
  }

  private func file(_ name: String) -> FileName {
    FileName(bytes: path.bytes + [UInt8(ascii: "/")] + Array(name.utf8))
  }
}
