import Glibc
import HTTPTransport
import Telemetry

/// Tells a file from all others, whatever its name is now.
struct LogFileIdentity: Hashable, Sendable {
  /// The device.
  var device: UInt64
  /// The number on it.
  var inode: UInt64

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }

  /// The identity of the file open as a descriptor.
  init(descriptor: Int32) {
    var status = stat()
    self = fstat(descriptor, &status) == 0 ? Self(status) : Self(device: .max, inode: .max)
  }

  private init(device: UInt64, inode: UInt64) {
    self.device = device
    self.inode = inode
  }
}

/// A file that is open for reading; it stays readable when its name goes.
final class LogFile: Sendable {
  /// Current status of a file.
  struct Status: Hashable, Sendable {
    var identity: LogFileIdentity
    /// In bytes; of a pipe 0.
    var size: Int
    /// When it was last written.
    var modified: Timestamp
    /// Whether it has places that can be read again, as a pipe has not.
    var isRegular: Bool
    /// Why it is neither a file nor a pipe; `nil` for these.
    var objection: String?
  }

  /// The name by which it was opened.
  let path: FileName
  let identity: LogFileIdentity
  let descriptor: Int32

  /// Opens a file.
  init(path: FileName) throws(SourceError) {
    self.path = path
    // A pipe that nobody writes to must not hold up its reader.
    descriptor = path.withPath { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else { throw Self.problem(path, errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let number = errno
      close(descriptor)
      throw Self.problem(path, number)
    }
    identity = LogFileIdentity(status)
  }

  deinit {
    close(descriptor)
  }

  /// Current status of the file; `nil` if `fstat` fails.
  var status: Status? {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    return Status(status)
  }

  /// Status of the file at a path; `nil` if there is none.
  static func status(of path: FileName) -> Status? {
    var status = stat()
    guard path.withPath({ stat($0, &status) }) == 0 else { return nil }
    return Status(status)
  }

  /// The bytes from an offset on; fewer than wanted at the end, none behind it.
  func read(at offset: Int, count: Int) -> [UInt8] {
    guard count > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = pread(
          descriptor,
          buffer.baseAddress?.advanced(by: filled),
          count - filled,
          off_t(offset + filled)
        )
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { break }
        filled += got
      }
    }
  }

  /// Why a file cannot be read.
  static func problem(_ path: FileName, _ number: Int32) -> SourceError {
    problem(path, String(cString: strerror(number)))
  }

  /// The same in words.
  static func problem(_ path: FileName, _ reason: String) -> SourceError {
    .misconfigured("cannot read '\(path)': \(reason)")
  }
}

extension LogFile.Status {
  fileprivate init(_ status: stat) {
    self.init(
      identity: LogFileIdentity(status),
      size: Int(status.st_size),
      modified: Timestamp(
        nanoseconds: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
      ),
      isRegular: status.st_mode & S_IFMT == S_IFREG,
      objection: status.st_mode & S_IFMT == S_IFIFO
        ? nil : FileKind.objection(mode: status.st_mode)
    )
  }
}
