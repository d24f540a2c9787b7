import Glibc
import Telemetry

/// The files that a person named, patterns included.
struct LogFileNames: Hashable, Sendable {
  /// Names and patterns as the shell knows them: `*`, `?`, `[a-z]`, `{a,b}`, `~`.
  let patterns: [String]
  /// The descriptor that `-` stands for.
  var standardInput: Int32 = 0

  /// The names of files that are there now, each once, in the order of the patterns; a name without
  /// a pattern is there whether its file is or not.
  func paths() -> [String] { found().filter { !Self.isPacked($0) } }

  /// What is compressed, and is not read: what a rotation leaves behind, mostly.
  func packed() -> [SourceError] {
    found().filter(Self.isPacked).map { path in
      let reader = path.hasSuffix(".zst") ? "zstdcat" : path.hasSuffix(".gz") ? "zcat" : "unpack"
      return .misconfigured(
        "'\(path)' is compressed and not read: \(reader) it into a pipe, and read that with --file -"
      )
    }
  }

  private func found() -> [String] {
    var paths: [String] = []
    var known: Set<String> = []
    for pattern in patterns {
      let found = Self.isPattern(pattern) ? Self.expanded(pattern) : [pattern]
      for path in found where known.insert(path).inserted { paths.append(path) }
    }
    return paths
  }

  private static func isPattern(_ text: String) -> Bool {
    text.contains { "*?[{~".contains($0) }
  }

  private static func expanded(_ pattern: String) -> [String] {
    // A file may have such a name.
    if LogFile.status(of: pattern) != nil { return [pattern] }
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, GLOB_BRACE | GLOB_TILDE, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { index in
      found.gl_pathv[index].map { String(cString: $0) }
    }
  }

  private static func isPacked(_ path: String) -> Bool {
    [".gz", ".zst", ".xz", ".bz2", ".zip"].contains { path.hasSuffix($0) }
  }
}
