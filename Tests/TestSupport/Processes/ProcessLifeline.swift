import Glibc

/// Clears away what the tests started and made when the test process is gone.
///
/// A shell reads process groups and folders from a pipe of which only the test process holds the
/// writing end: the end of that stream, also after a crash, is its order to kill and remove those
/// that are left.
final class ProcessLifeline: Sendable {
  /// The one of this process.
  static let shared = ProcessLifeline()
  private let pipe: Int32

  private init() {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else {
      pipe = -1
      return
    }
    // A program that is started in another way must not hold the stream open.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let script = """
      groups= folders=
      while read -r sign what; do
        case $sign in
          +) groups="$groups $what " ;;
          -) groups="${groups%%" $what "*}${groups#*" $what "}" ;;
          folder) folders="$folders $what" ;;
        esac
      done
      for group in $groups; do kill -s KILL -- "-$group"; done
      for folder in $folders; do rm -rf -- "$folder"; done
      """
    _ = try? spawn(["/bin/sh", "-c", script], standardInput: ends[0])
    close(ends[0])
    pipe = ends[1]
  }

  /// Kills a process group at the end unless it is removed before.
  func add(group: pid_t) { send("+ \(group)\n") }

  /// Leaves a process group alone, since its number may belong to another by then.
  func remove(group: pid_t) { send("- \(group)\n") }

  /// Removes a folder at the end, if it is still there.
  func add(folder: String) { send("folder \(folder)\n") }

  private func send(_ line: String) {
    _ = Array(line.utf8).withUnsafeBytes { write(pipe, $0.baseAddress, $0.count) }
  }
}
