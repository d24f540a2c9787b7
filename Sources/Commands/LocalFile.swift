package import ArgumentParser
import Glibc
import HTTPTransport
import LocalSource

/// A file of this machine, read whole.
struct LocalFile {
  /// The contents.
  let bytes: [UInt8]
  /// The permission bits.
  let mode: UInt32

  /// Tells a version of a file from another: when it changed, and which file it is.
  struct Stamp: Hashable {
    /// The moment of the last change, as the system keeps it.
    let modified: [UInt8]
    let size: Int
    let inode: UInt

    /// The moment of the last change, in whole seconds since 1970: the first field of `timespec`.
    var seconds: Int { modified.withUnsafeBytes { $0.loadUnaligned(as: Int.self) } }
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - name: The file.
  ///   - limit: The most bytes; no configuration is larger than 4 MiB.
  ///   - takesPipe: Whether a pipe may be read, such as a shell's `<(curl …)`; this may block.
  /// - Throws: `LocalFileProblem`, whose message says why it cannot be read.
  init(
    _ name: FileName,
    limit: Int = 4 << 20,
    takesPipe: Bool = false
  ) throws(LocalFileProblem) {
    let waiting = takesPipe ? 0 : O_NONBLOCK
    let descriptor = name.withPath { open($0, O_RDONLY | O_CLOEXEC | waiting) }
    guard descriptor >= 0 else { throw LocalFileProblem(name, errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw LocalFileProblem(name, errno: errno) }
    let isPipe = status.st_mode & S_IFMT == S_IFIFO
    if let objection = FileKind.objection(mode: status.st_mode), !(isPipe && takesPipe) {
      throw LocalFileProblem(name, objection)
    }
    mode = status.st_mode & 0o777
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw LocalFileProblem(name, errno: errno) }
      guard count > 0 else { break }
      all += chunk[..<count]
      guard all.count <= limit else { throw LocalFileProblem(name, errno: EFBIG) }
    }
    bytes = all
  }

  /// The version that a file has now; `nil` where there is none.
  static func stamp(of name: FileName) -> Stamp? {
    var status = stat()
    guard name.withPath({ stat($0, &status) }) == 0 else { return nil }
    return Stamp(
      modified: withUnsafeBytes(of: status.st_mtim) { Array($0) },
      size: Int(status.st_size),
      inode: UInt(status.st_ino)
    )
  }

  /// Puts a file in place of what has its name, whole or not at all; a link is replaced, and not followed.
  ///
  /// - Parameters:
  ///   - name: The file; its folder must be there.
  ///   - bytes: The contents.
  ///   - mode: The permission bits.
  /// - Returns: 0, or the number of the error that kept it from being written.
  static func replace(_ name: FileName, with bytes: [UInt8], mode: mode_t) -> Int32 {
    let draft = FileName(bytes: name.bytes + Array(".goldtop-new".utf8))
    _ = draft.withPath { unlink($0) }
    let descriptor = draft.withPath {
      open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    }
    guard descriptor >= 0 else { return errno }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        let number = errno
        close(descriptor)
        _ = draft.withPath { unlink($0) }
        return number
      }
      rest = rest.dropFirst(count)
    }
    close(descriptor)
    return draft.withPath { from in name.withPath { rename(from, $0) } } == 0 ? 0 : errno
  }
}

/// Why a file could not be read.
struct LocalFileProblem: Error {
  let message: String
  /// Whether there is no such file.
  let isAbsence: Bool

  init(_ name: FileName, errno: Int32) {
    message = "cannot read '\(name)': \(String(cString: strerror(errno)))"
    isAbsence = errno == ENOENT || errno == ENOTDIR
  }

  init(_ name: FileName, _ reason: String) {
    message = "cannot read '\(name)': \(reason)"
    isAbsence = false
  }
}

extension FileName: ExpressibleByArgument {
  /// Reads an argument made by `SystemText`.
  package init?(argument: String) {
    self.init(argument)
  }

  /// Names of files.
  package static var defaultCompletionKind: CompletionKind { .file() }
}
