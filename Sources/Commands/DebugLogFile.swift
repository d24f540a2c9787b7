import Glibc
import HTTPTransport
import LocalSource
import Synchronization

/// The file behind `--debug-log`: lines are appended as they come, readable by its owner alone.
///
/// When it cannot be written, such as on a full disk, lines are dropped and counted, and the program
/// continues.
final class DebugLogFile: Sendable {
  private struct State {
    /// Why the first missing line could not be written.
    var reason: String?
    var missing = 0
    /// Whether the last line is there in part.
    var isCut = false
    var tell: (@Sendable (String) -> Void)?
  }

  private let name: FileName
  private let descriptor: Int32
  private let state = Mutex(State())

  /// Opens the file.
  convenience init(_ name: FileName) throws(CommandEnd) {
    var status = stat()
    let isThere = name.withPath { stat($0, &status) } == 0
    if isThere, let objection = FileKind.objection(mode: status.st_mode) {
      throw CommandEnd(.usage, "cannot write '\(name)': \(objection)")
    }
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK
    let opened = name.withPath { open($0, flags, 0o600) }
    guard opened >= 0 else {
      throw CommandEnd(.usage, "cannot write '\(name)': \(String(cString: strerror(errno)))")
    }
    self.init(name, descriptor: opened)
  }

  /// Takes a file that is open for writing.
  init(_ name: FileName, descriptor: Int32) {
    self.name = name
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  /// Appends a line.
  func write(_ line: String) {
    let news = state.withLock { state -> (@Sendable (String) -> Void, String)? in
      let text = (state.isCut ? "\n" : "") + line + "\n"
      let (left, number) = append(Array(text.utf8))
      guard left > 0 else {
        state.isCut = false
        return nil
      }
      if left < text.utf8.count { state.isCut = true }
      state.missing += 1
      guard state.reason == nil else { return nil }
      let reason = String(cString: strerror(number))
      state.reason = reason
      return state.tell.map { ($0, complaint(reason)) }
    }
    if let (tell, text) = news { tell(text) }
  }

  /// Writes bytes; gives how many are left, and why.
  private func append(_ bytes: [UInt8]) -> (left: Int, errno: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return (rest.count, errno) }
      rest = rest.dropFirst(count)
    }
    return (0, 0)
  }

  /// Reports the first failure when it happens, or now if it already has.
  func onFailure(_ tell: @escaping @Sendable (String) -> Void) {
    let reason = state.withLock { state in
      state.tell = tell
      return state.reason
    }
    if let reason { tell(complaint(reason)) }
  }

  /// The closing report; `nil` if every line was written.
  var closingWords: String? {
    state.withLock { state in
      state.reason.map { reason in
        let count = state.missing == 1 ? "1 line" : "\(state.missing) lines"
        return "\(complaint(reason)) (\(count) missing)"
      }
    }
  }

  /// Reports missing lines on standard error.
  func conclude() {
    if let words = closingWords { StandardStreams.complain("goldtop: warning: \(words)") }
  }

  private func complaint(_ reason: String) -> String {
    "cannot write the debug log '\(name)': \(reason)"
  }
}
