import Glibc
import Screen
import TestSupport
import Testing

/// Files that are none, that cannot be written, and that have names of other encodings.
@Suite struct FilesTests {
  /// Where files are named.
  enum Place: String, CaseIterable {
    case config, rules, debugLog, password, authority

    /// A command that names the file here.
    func command(_ path: String, in folder: TemporaryFolder) throws -> [String] {
      switch self {
      case .config: return ["config", "check", "--config", path]
      case .rules: return ["local", "--scrape", ":1", "--rules", path]
      case .debugLog: return ["demo", "--debug-log", path]
      case .password:
        return try check(#""basic_auth": {"username": "a", "password_file": "\#(path)"}"#)
      case .authority: return try check(#""tls_config": {"ca_file": "\#(path)"}"#)
      }
      func check(_ access: String) throws -> [String] {
        let server = #"{"prometheus": {"url": "https://127.0.0.1:1", \#(access)}}"#
        return ["config", "check", "--config", try folder.write(server, to: "\(rawValue).json")]
      }
    }
  }

  @Test(arguments: Place.allCases)
  func whatIsNoFileIsRefusedAtOnce(_ place: Place) async throws {
    let folder = try TemporaryFolder()
    try #require(mkfifo(folder.file("pipe"), 0o600) == 0)
    for (path, reason) in [
      (folder.file("pipe"), "is a pipe, not a file"), (folder.path, "is a directory"),
      ("/dev/zero", "is a device, not a file"),
    ] {
      let run = try await Program.run(place.command(path, in: folder))
      #expect(run.end == .exited(2))
      // What a credentials' key holds is not shown: a secret may stand there by mistake.
      let name = place == .password ? "password_file" : "'\(path)'"
      #expect(run.errors.contains(name) && run.errors.contains(reason), "\(run.errors)")
      #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    }
  }

  /// The largest size that a file may have stands for a full disk.
  @Test func aDebugLogThatCannotBeWrittenIsToldAndAllElseGoesOn() async throws {
    let script = """
      dd if=/dev/zero of=log bs=1024 count=2048 2>/dev/null; ulimit -f 4096
      exec '\(Program.path)' demo --debug-log log
      """
    let terminal = try Tmux(["/bin/sh", "-c", script], size: Size(120, 36))
    let words = "cannot write the debug log 'log': File too large"
    try await terminal.waitFor(text: words)
    try await terminal.waitFor(text: "req/s")
    try terminal.press("?")
    try await terminal.waitFor("help") { !$0.contains("req/s") }
    try terminal.press("Escape")
    try await terminal.waitFor(text: "req/s")
    try terminal.press("q")
    #expect(try await terminal.waitForEnd().status == 0)
    try await terminal.waitFor(text: "goldtop: warning: \(words) (")
  }

  /// In bytes that are no UTF-8, as the shell hands them on.
  @Test func aNameOfAnotherEncodingIsReadAndShownEscaped() async throws {
    let folder = try TemporaryFolder()
    let script = """
      cd '\(folder.path)'; name=$(printf 'caf\\351')
      echo '{"level":"error","msg":"card declined"}' > "$name.log"
      '\(Program.path)' logs --file "$name.log" --output json
      printf 'up 1\\n' > "$name.prom"
      '\(Program.path)' query up --metrics-file "$name.prom"
      echo '{"refresh": "7s"}' > "$name.json"
      '\(Program.path)' config show --config "$name.json" | grep refresh
      GOLDTOP_CONFIG="$name.json" '\(Program.path)' config check
      '\(Program.path)' local --scrape :1 --rules "$name.none"
      '\(Program.path)' logs --file "$name.none"
      """
    let run = try await TestSupport.run(["/bin/sh", "-c", script])
    for part in [
      "card declined", #""filename":"caf\\xE9.log""#, "refresh", #"caf\xE9.json"#,
      #"caf\xE9.json: no problems"#,
    ] {
      #expect(run.output.contains(part), "\(run.output)")
    }
    for part in [#"cannot read 'caf\xE9.none'"#, "No such file"] {
      #expect(run.errors.contains(part), "\(run.errors)")
    }
  }
}
