/// Something wrong in the configuration: what, where, and what to do.
package struct ConfigProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The key; empty where the text as a whole is meant.
  package var path: ConfigPath
  /// Where the value, or the name of an unknown key, was written.
  package var origin: ConfigOrigin
  /// The problem and its remedy, without the key; never holds a secret.
  package var message: String

  package init(_ path: ConfigPath, at origin: ConfigOrigin, _ message: String) {
    self.path = path
    self.origin = origin
    self.message = message
  }

  /// One line: `config.json:3:14: refresh: '0s' is too short: the minimum is '1s'`.
  package var description: String {
    let parts = [origin == .builtIn ? "" : origin.description, path.description, message]
    return parts.filter { !$0.isEmpty }.joined(separator: ": ")
  }

  /// The problems in the order of reading: files by line, then variables, then flags.
  static func inOrder(_ problems: [ConfigProblem]) -> [ConfigProblem] {
    func rank(_ problem: ConfigProblem) -> (Int, Int, Int, String) {
      switch problem.origin {
      case .builtIn: (0, 0, 0, problem.path.description)
      case .file(_, let place): (1, place.line, place.column, problem.path.description)
      case .variable(let name): (2, 0, 0, name + problem.path.description)
      case .flag(let name): (3, 0, 0, name + problem.path.description)
      }
    }
    return problems.sorted { rank($0) < rank($1) }
  }
}
