import Glibc
package import Screen

/// A terminal for end-to-end tests: a tmux server of its own with one window and one program in it.
///
/// The environment is pinned and holds nothing of the machine's; no tmux configuration is read.
/// The server ends with the value, or by `stop()`. Tests may run side by side.
package final class Tmux: Sendable {
  /// The folder that is HOME in the terminal; removed at the end.
  package let home: String

  private let environment: [String: String]
  private let folder: TemporaryFolder
  private let server: String

  /// Starts a program in a terminal.
  ///
  /// - Parameters:
  ///   - command: The program, by path or by name, and its arguments.
  ///   - size: Columns and rows of the terminal.
  ///   - environment: Variables beside or instead of the pinned ones; `TERM` is the terminal's type.
  /// - Throws: `TmuxError.failed` when tmux is missing or does not start.
  package init(
    _ command: [String],
    size: Size = Size(80, 24),
    environment: [String: String] = [:]
  ) throws(TmuxError) {
    do {
      folder = try TemporaryFolder()
    } catch {
      throw .failed(command: command, status: -1, output: "\(error)")
    }
    home = folder.path
    let pinned = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "HOME": home,
      "TERM": "tmux-256color",
      // A crash must not wait for somebody to look at it.
      "SWIFT_BACKTRACE": "enable=no",
    ]
    self.environment = pinned.merging(environment) { $1 }
    let terminal = self.environment["TERM", default: ""]
    let tmux = ["tmux", "-S", home + "/tmux", "-f", "/dev/null"]
    try Self.run(
      tmux + ["start-server"]
        + [";", "set", "-g", "default-terminal", terminal]
        + [";", "set", "-g", "status", "off"]
        + [";", "set", "-s", "escape-time", "5"]
        + [";", "set", "-s", "set-clipboard", "on"]
        + [";", "new-session", "-d", "-x", "\(size.width)", "-y", "\(size.height)"]
        + ["/bin/sh", "-c", Self.wrapper, home] + command,
      environment: self.environment,
      folder: home
    )
    let process = try Self.run(
      tmux + ["display-message", "-p", "#{pid}"],
      environment: self.environment,
      folder: home
    )
    server = process.filter(\.isNumber)
    if let group = pid_t(server) { ProcessLifeline.shared.add(group: group) }
  }

  deinit {
    stop()
  }

  /// Starts an interactive shell in a terminal, for tests of job control.
  package static func shell(
    size: Size = Size(80, 24),
    environment: [String: String] = [:]
  ) throws(TmuxError) -> Tmux {
    let prompt = environment.merging(["PS1": "shell> "]) { $1 }
    return try Tmux(["/bin/sh", "-i"], size: size, environment: prompt)
  }

  /// The path of an executable of this package, as built for the tests that run.
  package static func builtProduct(_ name: String) -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let bytes = buffer[..<max(0, count)].map { UInt8(bitPattern: $0) }
    let test = String(decoding: bytes, as: UTF8.self)
    let folder = test.split(separator: "/").dropLast().joined(separator: "/")
    return "/\(folder)/\(name)"
  }

  // MARK: Input

  /// Presses keys by tmux's names: "q", "Enter", "C-z", "Up", "F5", "M-x".
  package func press(_ keys: String...) throws(TmuxError) {
    try tmux(["send-keys"] + keys)
  }

  /// Types text as it is.
  package func type(_ text: String) throws(TmuxError) {
    try tmux(["send-keys", "-l", Self.argument(text)])
  }

  /// Sends bytes as they are, also what no key sends.
  package func send(bytes: [UInt8]) throws(TmuxError) {
    try tmux(["send-keys", "-H"] + bytes.map { String($0, radix: 16) })
  }

  /// Pastes text, between markers if the program has asked for them.
  package func paste(_ text: String) throws(TmuxError) {
    try tmux([
      "set-buffer", "-b", "pasted", Self.argument(text), ";", "paste-buffer", "-p", "-b", "pasted",
    ])
  }

  /// Gives the terminal another size.
  package func resize(to size: Size) throws(TmuxError) {
    try tmux(["resize-window", "-x", "\(size.width)", "-y", "\(size.height)"])
  }

  /// Sends a signal to the program, by its name without SIG.
  package func signal(_ name: String) throws(TmuxError) {
    let process = textOfFile(home + "/pid")
    try Self.run(
      ["kill", "-s", name, process.filter(\.isNumber)],
      environment: environment,
      folder: home
    )
  }

  /// Makes the terminal take no output, as one does at the other end of a stalled connection.
  ///
  /// Only signals and `waitForEnd` work meanwhile.
  package func stall() throws(TmuxError) {
    try Self.run(["kill", "-s", "STOP", server], environment: environment, folder: home)
  }

  /// Ends `stall()`.
  package func endStall() throws(TmuxError) {
    try Self.run(["kill", "-s", "CONT", server], environment: environment, folder: home)
  }

  /// Closes the terminal under the program, which gets a hang-up.
  package func closeTerminal() throws(TmuxError) {
    try tmux(["kill-session"])
  }

  // MARK: Output

  /// What the terminal shows now; with `colours`, rows keep their escape sequences.
  package func screen(colours: Bool = false) throws(TmuxError) -> TmuxScreen {
    TmuxScreen(captured: try tmux(["capture-pane", "-p"] + (colours ? ["-e"] : [])))
  }

  /// What a program has put on the clipboard by OSC 52 last.
  package func clipboard() throws(TmuxError) -> String {
    try tmux(["show-buffer"])
  }

  /// One of tmux's own variables about the terminal: "alternate_on", "cursor_flag", ….
  package func property(_ name: String) throws(TmuxError) -> String {
    try tmux(["display-message", "-p", "#{\(name)}"]).filter { $0 != "\n" }
  }

  /// What the program holds in memory, in bytes, also while the terminal is stalled; 0 where it is
  /// gone.
  package var residentBytes: Int {
    let process = textOfFile(home + "/pid").filter(\.isNumber)
    let status = textOfFile("/proc/\(process)/status").split(separator: "\n")
    let line = status.first { $0.hasPrefix("VmRSS:") } ?? ""
    return (Int(line.filter(\.isNumber)) ?? 0) << 10
  }

  /// How much of a processor the program has used so far, in seconds.
  package var processorSeconds: Double {
    let fields = statusFields
    guard fields.count > 13, let user = Double(fields[11]), let system = Double(fields[12]) else {
      return 0
    }
    return (user + system) / 100
  }

  /// The fields of the program's `/proc/PID/stat` from its state on; empty where it is gone.
  var statusFields: [Substring] {
    let process = textOfFile(home + "/pid").filter(\.isNumber)
    let text = textOfFile("/proc/\(process)/stat")
    return text.split(separator: ")").last.map { $0.split(separator: " ") } ?? []
  }

  // MARK: The end

  /// Ends the server and all that runs in it; may be called again.
  package func stop() {
    _ = try? endStall()
    _ = try? tmux(["kill-server"])
    if let group = pid_t(server) { ProcessLifeline.shared.remove(group: group) }
  }

  /// A text as tmux takes it for one argument: a semicolon at its end would end the command.
  private static func argument(_ text: String) -> String {
    text.hasSuffix(";") ? text.dropLast() + "\\;" : text
  }

  @discardableResult
  private func tmux(_ arguments: [String]) throws(TmuxError) -> String {
    try Self.run(
      ["tmux", "-S", home + "/tmux", "-f", "/dev/null"] + arguments,
      environment: environment,
      folder: home
    )
  }

  @discardableResult
  private static func run(
    _ command: [String],
    environment: [String: String],
    folder: String
  ) throws(TmuxError) -> String {
    let (status, output) = TmuxProcess.run(
      command,
      environment: environment,
      folder: folder
    )
    guard status == 0 else {
      throw .failed(command: command, status: status, output: output)
    }
    return output
  }

  /// Runs the command and notes its process, its status, what it has used of a processor, and the
  /// terminal's modes before and after; then keeps the terminal open.
  private static let wrapper = """
    cd "$0"; stty -a > modes-before
    sh -c 'echo $$ > pid; exec "$@"' sh "$@"
    echo $? > status.new; times > times; stty -a > modes-after; mv status.new status
    exec cat > /dev/null
    """
}
