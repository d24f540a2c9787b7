import Glibc
import Screen
import Telemetry

/// What whole programs take on a terminal of 120x36: until the first frame and the first figures, and
/// while nobody touches them.
///
/// Several are measured side by side, so that the machine is the same for all.
enum ProgramBench {
  /// What is run.
  private struct Scene {
    let name: String
    let arguments: [String]
  }

  private static let size = Size(120, 36)
  /// Starts of which the fastest counts.
  private static let starts = 5
  private static let settling = Duration.seconds(15)
  private static let watching = Duration.seconds(60)

  /// The demo, and the overview of the server that `PROMETHEUS_URL` names.
  private static var scenes: [Scene] {
    var scenes = [Scene(name: "demo", arguments: ["demo", "--at", "calm"])]
    func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    if let url = variable("PROMETHEUS_URL") {
      var arguments = ["--prometheus", url]
      if let alertmanager = variable("ALERTMANAGER_URL") {
        arguments += ["--alertmanager", alertmanager]
      }
      scenes.append(Scene(name: "overview", arguments: arguments))
    }
    return scenes
  }

  /// Measures programs side by side.
  ///
  /// - Parameter paths: The programs; those that cannot be run have no figures.
  /// - Returns: For each program its figures, in one order.
  static func measure(_ paths: [String]) -> [[Figure]] {
    var figures = paths.map { _ in [Figure]() }
    for scene in scenes {
      for (index, path) in paths.enumerated() {
        figures[index] += started(path, scene)
      }
      for (index, more) in watched(paths, scene).enumerated() { figures[index] += more }
    }
    return figures
  }

  private static func started(_ path: String, _ scene: Scene) -> [Figure] {
    var frames: [Double] = []
    var answers: [Double] = []
    for _ in 0..<starts {
      guard let terminal = PseudoTerminal(size) else { return [] }
      let clock = ContinuousClock()
      let start = clock.now
      guard let program = Program(path, scene.arguments, on: terminal) else { return [] }
      var drawn: [UInt8] = []
      func isDrawn(_ text: String) -> Bool { drawn.contains(text.utf8) }
      var frame: Double?
      var answer: Double?
      while answer == nil, clock.now - start < .seconds(20) {
        drawn += terminal.next(milliseconds: 1000)
        let elapsed = (clock.now - start).inSeconds * 1000
        if frame == nil, isDrawn("goldtop") { frame = elapsed }
        if isDrawn("req/s") { answer = elapsed }
      }
      program.end(draining: terminal)
      if let frame { frames.append(frame) }
      if let answer { answers.append(answer) }
    }
    return [("first frame", frames.min()), ("first figures", answers.min())].compactMap {
      name,
      milliseconds in
      milliseconds.map { Figure("\(scene.name): \(name)", "\(Bench.text($0, 1)) ms") }
    }
  }

  private static func watched(_ paths: [String], _ scene: Scene) -> [[Figure]] {
    let running = paths.map { path in
      PseudoTerminal(size).flatMap { terminal in
        Program(path, scene.arguments, on: terminal).map { (program: $0, terminal: terminal) }
      }
    }
    func wait(_ time: Duration) {
      let end = ContinuousClock().now + time
      while ContinuousClock().now < end {
        for one in running { one?.terminal.drain(milliseconds: 50) }
      }
    }
    wait(settling)
    let before = running.map { $0?.program.processorTime ?? .zero }
    wait(watching)
    return zip(running, before).map { one, before in
      guard let one else { return [] }
      let time = (one.program.processorTime - before).inSeconds * 1000
      let resident = Double(one.program.residentBytes) / 1_048_576
      one.program.end(draining: one.terminal)
      return [
        Figure("\(scene.name): processor time a minute", "\(Bench.text(time, 0)) ms"),
        Figure("\(scene.name): resident memory", "\(Bench.text(resident, 1)) MiB"),
      ]
    }
  }
}

/// A program on a terminal.
private struct Program {
  private let id: pid_t

  /// `nil` where it cannot be started.
  init?(_ path: String, _ arguments: [String], on terminal: PseudoTerminal) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, descriptor, terminal.path, O_RDWR, 0)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // POSIX_SPAWN_SETSID, a macro that Swift does not see: the terminal becomes its own.
    posix_spawnattr_setflags(&attributes, 0x80)
    // No configuration and no variables of whoever measures.
    let environment = ["TERM=xterm-256color", "LC_ALL=C.UTF-8", "HOME=/nonexistent", "TZ=UTC"]
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer { for word in words + variables { free(word) } }
    var id: pid_t = 0
    guard posix_spawn(&id, path, &actions, &attributes, &words, &variables) == 0 else { return nil }
    self.id = id
  }

  /// The processor time so far.
  var processorTime: Duration {
    // Behind the name in brackets: state is field 3, user and system time are 14 and 15.
    let fields = TextFile.read("/proc/\(id)/stat").split(separator: ")").last?.split(separator: " ")
    guard let fields, fields.count > 12 else { return .zero }
    let ticks = (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0)
    return .milliseconds(ticks * 1000 / max(1, sysconf(Int32(_SC_CLK_TCK))))
  }

  /// The memory in use.
  var residentBytes: Int {
    let lines = TextFile.read("/proc/\(id)/status").split(separator: "\n")
    let line = lines.first { $0.hasPrefix("VmRSS:") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
  }

  /// Ends it and takes what it still writes.
  func end(draining terminal: PseudoTerminal) {
    kill(id, SIGTERM)
    var status: Int32 = 0
    for _ in 0..<200 where waitpid(id, &status, WNOHANG) == 0 { terminal.drain(milliseconds: 20) }
    terminal.close()
  }
}

/// Small files.
enum TextFile {
  /// The text of a file; empty where it cannot be read.
  static func read(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    return text(of: file)
  }

  /// All that comes from a stream.
  static func text(of file: UnsafeMutablePointer<FILE>) -> String {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&part, 1, part.count, file), count > 0 { bytes += part[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
