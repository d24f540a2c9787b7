/// A pattern of file names, as `rule_files` has them.
///
/// - Source: <https://pkg.go.dev/path/filepath#Match>: `*` and `?` stand for what is no slash.
struct PathPattern {
  private let parts: [Substring]
  /// Whether it begins at the root of a file system that is not the checked folder's.
  let isAbsolute: Bool

  /// Reads a pattern; a relative one begins in a folder that has a slash at the end.
  init(_ text: String, in folder: String = "") {
    isAbsolute = text.hasPrefix("/")
    var parts: [Substring] = []
    for part in ((isAbsolute ? "" : folder) + text).split(separator: "/") where part != "." {
      if part == "..", !parts.isEmpty { parts.removeLast() } else { parts.append(part) }
    }
    self.parts = parts
  }

  /// Whether a path below the checked folder is meant.
  ///
  /// Of an absolute pattern only the last part counts: where the folder is mounted is not known.
  func matches(_ path: String) -> Bool {
    let names = path.split(separator: "/")
    if isAbsolute {
      guard let pattern = parts.last, let name = names.last else { return false }
      return Self.matches(pattern, name)
    }
    return names.count == parts.count && zip(parts, names).allSatisfy(Self.matches)
  }

  /// Whether a path below the checked folder is meant, or is in a folder that is.
  func holds(_ path: String) -> Bool {
    let names = path.split(separator: "/")
    return !isAbsolute && names.count >= parts.count && zip(parts, names).allSatisfy(Self.matches)
  }

  private static func matches(_ pattern: Substring, _ name: Substring) -> Bool {
    let (pattern, name) = (Array(pattern), Array(name))
    // Which beginnings of the name the pattern so far stands for.
    var ends: Set<Int> = [0]
    for character in pattern {
      switch character {
      case "*": ends = Set((ends.min() ?? name.count + 1)..<max(name.count + 1, ends.min() ?? 0))
      case "?": ends = Set(ends.filter { $0 < name.count }.map { $0 + 1 })
      default: ends = Set(ends.filter { $0 < name.count && name[$0] == character }.map { $0 + 1 })
      }
      if ends.isEmpty { return false }
    }
    return ends.contains(name.count)
  }
}
