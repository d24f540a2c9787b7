import Glibc

/// A file of this machine, read whole.
struct LocalFile {
  /// What is in it.
  let bytes: [UInt8]
  /// The permission bits.
  let mode: UInt32

  /// Tells a version of a file from another: when it changed, and which file it is.
  struct Stamp: Hashable {
    /// The moment of the last change, as the system keeps it.
    let modified: [UInt8]
    let size: Int
    let inode: UInt
  }

  /// Reads a file; a message says why it cannot be read.
  ///
  /// The limit is in bytes; no configuration is larger than 4 MiB.
  init(path: String, limit: Int = 4 << 20) throws(LocalFileProblem) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw LocalFileProblem(path: path, errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw LocalFileProblem(path: path, errno: errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw LocalFileProblem(path: path, errno: EISDIR)
    }
    mode = status.st_mode & 0o777
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      guard count >= 0 else { throw LocalFileProblem(path: path, errno: errno) }
      guard count > 0 else { break }
      all += chunk[..<count]
      guard all.count <= limit else { throw LocalFileProblem(path: path, errno: EFBIG) }
    }
    bytes = all
  }

  /// The version that a file has now; `nil` where there is none.
  static func stamp(of path: String) -> Stamp? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Stamp(
      modified: withUnsafeBytes(of: status.st_mtim) { Array($0) },
      size: Int(status.st_size),
      inode: UInt(status.st_ino)
    )
  }
}

/// Why a file could not be read.
struct LocalFileProblem: Error {
  let path: String
  let errno: Int32

  /// Whether there is no such file.
  var isAbsence: Bool { errno == ENOENT || errno == ENOTDIR }

  var message: String { "cannot read '\(path)': \(String(cString: strerror(errno)))" }
}
