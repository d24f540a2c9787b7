import Glibc
import Synchronization

/// The file behind `--debug-log`: lines are appended as they come, readable by its owner alone.
final class DebugLogFile: Sendable {
  private let descriptor: Mutex<Int32>

  /// Opens the file.
  init(path: String) throws(CommandEnd) {
    let opened = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard opened >= 0 else {
      throw CommandEnd(.usage, "cannot write '\(path)': \(String(cString: strerror(errno)))")
    }
    descriptor = Mutex(opened)
  }

  deinit {
    descriptor.withLock { _ = close($0) }
  }

  /// Appends a line.
  func write(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    descriptor.withLock { descriptor in
      _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }
  }
}
