#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What a name stands for that should be one of a file.
package enum FileKind {
  /// Why that is no file, from the mode that `stat` gives; `nil` for a file.
  ///
  /// A pipe may keep its reader waiting, and a device may have no end.
  package static func objection(mode: UInt32) -> String? {
    switch mode_t(mode) & S_IFMT {
    case S_IFREG: nil
    case S_IFDIR: "it is a directory"
    case S_IFIFO: "it is a pipe, not a file"
    case S_IFSOCK: "it is a socket, not a file"
    default: "it is a device, not a file"
    }
  }
}

/// Why a file cannot be read, as the end of a sentence.
struct FileFault: Error, Hashable {
  let words: String
}

/// A file that is open for reading, and closed with the value; what is no file is refused at once.
struct OpenFile: ~Copyable {
  /// What the system says of it.
  let status: stat
  private let descriptor: Int32

  init(_ path: String) throws(FileFault) {
    // A pipe that nobody writes to must not hold up its reader.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileFault(words: systemText(errno)) }
    var status = stat()
    let words = fstat(descriptor, &status) == 0 ? nil : systemText(errno)
    if let words = words ?? FileKind.objection(mode: status.st_mode) {
      close(descriptor)
      throw FileFault(words: words)
    }
    self.status = status
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  /// Its bytes; one that has more than a limit gives one byte more than that.
  func bytes(limit: Int) throws(FileFault) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(limit + 1, 64 << 10))
    while bytes.count <= limit {
      let count = read(descriptor, &chunk, min(chunk.count, limit + 1 - bytes.count))
      guard count >= 0 else { throw FileFault(words: systemText(errno)) }
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    return bytes
  }
}

/// The system's words for an error number.
func systemText(_ code: Int32) -> String {
  switch code {
  case ENOENT: "no such file"
  case EACCES, EPERM: "permission denied"
  case EISDIR: "it is a directory"
  case ECONNREFUSED: "connection refused"
  case ECONNRESET: "connection reset"
  case EPIPE: "connection closed"
  case EHOSTUNREACH: "no route to host"
  case ENETUNREACH: "network unreachable"
  case ETIMEDOUT: "connection timed out"
  case EADDRNOTAVAIL: "address not available"
  case EMFILE, ENFILE: "too many open files"
  default: "error \(code) of the system"
  }
}
