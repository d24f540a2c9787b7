#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The kinds of things that a path may name.
package enum FileKind {
  /// Why something cannot serve as a file, by its mode from `stat`; `nil` for a regular file.
  ///
  /// A pipe may keep its reader waiting, and a device may have no end.
  package static func objection(mode: UInt32) -> String? {
    switch mode_t(mode) & S_IFMT {
    case S_IFREG: nil
    case S_IFDIR: "is a directory"
    case S_IFIFO: "is a pipe, not a file"
    case S_IFSOCK: "is a socket, not a file"
    default: "is a device, not a file"
    }
  }
}

/// Why a file cannot be read, as the end of a sentence.
struct FileFault: Error, Hashable {
  let words: String
}

/// A regular file that is open for reading, and closed with the value.
struct OpenFile: ~Copyable {
  /// Its `stat`.
  let status: stat
  private let descriptor: Int32

  init(_ path: String) throws(FileFault) {
    // Opening a pipe without a writer would block.
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

  /// Its bytes; where there are more than the limit, one more than that.
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
  case EISDIR: "is a directory"
  case ECONNREFUSED: "connection refused"
  case ECONNRESET: "connection reset"
  case EPIPE: "connection closed"
  case EHOSTUNREACH: "no route to host"
  case ENETUNREACH: "network unreachable"
  case ETIMEDOUT: "connection timed out"
  case EADDRNOTAVAIL: "address not available"
  case EMFILE, ENFILE: "too many open files"
  default: "system error \(code)"
  }
}
