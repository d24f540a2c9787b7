import Glibc

/// Another program, whose output is of no interest.
struct BenchProcess {
  private let id: pid_t

  /// Starts a program, which is looked for in `PATH` where its name has no slash; `nil` where that
  /// fails.
  init?(_ arguments: [String]) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
    var texts = arguments.map { strdup($0) }
    defer { texts.forEach { free($0) } }
    texts.append(nil)
    var id = pid_t()
    guard posix_spawnp(&id, arguments[0], &actions, nil, texts, [nil]) == 0 else { return nil }
    self.id = id
  }

  /// Waits for the end; `true` where that was a good one.
  func wait() -> Bool {
    var status: Int32 = 0
    return waitpid(id, &status, 0) == id && status == 0
  }

  /// Ends the program.
  func stop() {
    kill(id, SIGTERM)
    _ = wait()
  }
}

/// A folder that is removed again.
struct BenchFolder {
  let path: String

  init?() {
    var name = Array("/tmp/goldtop-bench.XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else { return nil }
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Writes a file; `false` where that fails.
  func write(_ bytes: [UInt8], to name: String) -> Bool {
    guard let file = fopen("\(path)/\(name)", "w") else { return false }
    defer { fclose(file) }
    return fwrite(bytes, 1, bytes.count, file) == bytes.count
  }

  func remove() {
    _ = BenchProcess(["rm", "-rf", path])?.wait()
  }
}
