import Glibc
import Telemetry

/// The files that a person named, patterns included.
struct LogFileNames: Hashable, Sendable {
  /// Names and patterns as the shell knows them: `*`, `?`, `[a-z]`, `{a,b}`, `~`.
  let patterns: [FileName]
  /// The descriptor that `-` stands for.
  var standardInput: Int32 = 0

  /// The names of files that are there now, each once, in the order of the patterns; a name without
  /// a pattern is there whether its file is or not.
  func paths() -> [FileName] { found().filter { !Self.isPacked($0) } }

  /// Compressed files, which are not read: mostly leftovers of log rotation.
  func packed() -> [SourceError] {
    found().filter(Self.isPacked).map { path in
      let name = path.description
      let reader = name.hasSuffix(".zst") ? "zstdcat" : name.hasSuffix(".gz") ? "zcat" : "unpack"
      return .misconfigured(
        "'\(name)' is compressed: \(reader) it into a pipe and read that with --file -"
      )
    }
  }

  private func found() -> [FileName] {
    var paths: [FileName] = []
    var known: Set<FileName> = []
    for pattern in patterns {
      let found = Self.isPattern(pattern) ? Self.expanded(pattern) : [pattern]
      for path in found where known.insert(path).inserted { paths.append(path) }
    }
    return paths
  }

  private static func isPattern(_ name: FileName) -> Bool {
    name.bytes.contains { "*?[{~".utf8.contains($0) }
  }

  private static func expanded(_ pattern: FileName) -> [FileName] {
    // A file may have such a name.
    if LogFile.status(of: pattern) != nil { return [pattern] }
    var found = glob_t()
    defer { globfree(&found) }
    let status = pattern.withPath { glob($0, GLOB_BRACE | GLOB_TILDE, nil, &found) }
    guard status == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { index in
      guard let path = found.gl_pathv[index] else { return nil }
      return FileName(bytes: UnsafeRawBufferPointer(start: path, count: strlen(path)))
    }
  }

  private static func isPacked(_ path: FileName) -> Bool {
    [".gz", ".zst", ".xz", ".bz2", ".zip"].contains { ending in
      path.bytes.suffix(ending.utf8.count).elementsEqual(ending.utf8)
    }
  }
}
