package import Glibc
import Synchronization

/// A program that runs beside the tests, in a process group of its own.
///
/// Its output goes to files, so that it never waits for a reader. It is killed with its group when
/// the value goes, and also when the test process ends in whatever way.
package final class ChildProcess: Sendable {
  /// How a process ended.
  package enum End: Hashable, Sendable {
    /// By itself, with this code.
    case exited(Int32)
    /// By this signal.
    case killed(signal: Int32)
  }

  /// Its process and group id.
  package let id: pid_t
  private let name: String
  private let folder: TemporaryFolder
  private let end = Mutex<End?>(nil)

  /// Starts a program that is found in `PATH` unless its name has a slash.
  ///
  /// - Parameters:
  ///   - command: The program and its arguments.
  ///   - environment: Its whole environment; `nil` hands on that of the tests.
  /// - Throws: `SystemFailure` where it cannot be started.
  package init(_ command: [String], environment: [String: String]? = nil) throws {
    name = command.first ?? ""
    folder = try TemporaryFolder()
    id = try spawn(
      command,
      environment: environment,
      streams: ["/dev/null", folder.file("stdout"), folder.file("stderr")]
    )
    ProcessLifeline.shared.add(group: id)
  }

  deinit { kill() }

  /// What it has written to stdout so far.
  package var output: String { textOfFile(folder.file("stdout")) }
  /// What it has written to stderr so far.
  package var errors: String { textOfFile(folder.file("stderr")) }

  /// How it ended; `nil` while it runs.
  package var ended: End? {
    end.withLock { end in
      if end == nil {
        var status: Int32 = 0
        guard waitpid(id, &status, WNOHANG) == id else { return nil }
        end = status & 0x7f == 0 ? .exited((status >> 8) & 0xff) : .killed(signal: status & 0x7f)
        ProcessLifeline.shared.remove(group: id)
      }
      return end
    }
  }

  /// Sends a signal to it and to what it started.
  package func signal(_ number: Int32) {
    guard ended == nil else { return }
    Glibc.kill(-id, number)
  }

  /// Waits for its end.
  ///
  /// - Parameter limit: The most that is waited.
  /// - Returns: How it ended.
  /// - Throws: `NotInTime`, with its last words.
  @discardableResult
  package func waitForEnd(within limit: Duration = patience) async throws -> End {
    try await eventually("end of \(name)", within: limit, last: { self.errors }) { self.ended }
  }

  /// Asks it to end by SIGTERM, and kills it when it does not.
  package func stop(within limit: Duration = .seconds(10)) async {
    signal(SIGTERM)
    signal(SIGCONT)
    if (try? await waitForEnd(within: limit)) == nil { kill() }
  }

  private func kill() {
    guard ended == nil else { return }
    Glibc.kill(-id, SIGKILL)
    end.withLock { end in
      var status: Int32 = 0
      if end == nil, waitpid(id, &status, 0) == id { end = .killed(signal: SIGKILL) }
    }
    ProcessLifeline.shared.remove(group: id)
  }
}

/// Runs a program to its end.
///
/// - Parameters:
///   - command: The program and its arguments.
///   - environment: Its whole environment; `nil` hands on that of the tests.
///   - limit: The most that is waited.
/// - Returns: Its end, stdout and stderr.
/// - Throws: `SystemFailure` where it cannot be started, `NotInTime` where it does not end.
package func run(
  _ command: [String],
  environment: [String: String]? = nil,
  within limit: Duration = patience
) async throws -> (end: ChildProcess.End, output: String, errors: String) {
  let child = try ChildProcess(command, environment: environment)
  let end = try await child.waitForEnd(within: limit)
  return (end, child.output, child.errors)
}

/// Starts a program; its standard streams are files, or a descriptor for the first.
func spawn(
  _ command: [String],
  environment: [String: String]? = nil,
  standardInput: Int32? = nil,
  streams: [String] = ["/dev/null", "/dev/null", "/dev/null"]
) throws -> pid_t {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  for (descriptor, path) in streams.enumerated() {
    let flags = descriptor == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, Int32(descriptor), path, flags, 0o600)
  }
  if let standardInput { posix_spawn_file_actions_adddup2(&actions, standardInput, 0) }
  // Nothing else is handed on: a server would keep a test's sockets open.
  for descriptor in 3..<Int32(min(1024, sysconf(Int32(_SC_OPEN_MAX)))) {
    posix_spawn_file_actions_addclose(&actions, descriptor)
  }
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var defaults = sigset_t()
  sigemptyset(&defaults)
  for number in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&defaults, number) }
  var mask = sigset_t()
  sigemptyset(&mask)
  posix_spawnattr_setsigdefault(&attributes, &defaults)
  posix_spawnattr_setsigmask(&attributes, &mask)
  posix_spawnattr_setpgroup(&attributes, 0)
  posix_spawnattr_setflags(
    &attributes,
    Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
  )
  var arguments = command.map { strdup($0) } + [nil]
  var variables = (environment ?? inheritedEnvironment()).map { strdup("\($0)=\($1)") } + [nil]
  defer { for pointer in arguments + variables { free(pointer) } }
  var id: pid_t = 0
  let code = posix_spawnp(&id, command[0], &actions, &attributes, &arguments, &variables)
  guard code == 0 else {
    throw SystemFailure("start \(command[0]) (Tests/run installs what tests need)", code: code)
  }
  return id
}

/// The environment that the test process was started with.
package func inheritedEnvironment() -> [String: String] {
  let entries = textOfFile("/proc/self/environ").split(separator: "\0").map {
    $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
  }
  return Dictionary(
    entries.filter { $0.count == 2 }.map { (String($0[0]), String($0[1])) },
    uniquingKeysWith: { first, _ in first }
  )
}
