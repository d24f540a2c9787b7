/// A place in a text: both numbers count from 1, the column in Unicode scalars.
package struct TextPosition: Hashable, Sendable {
  /// The line.
  package var line: Int
  /// The column.
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// Where a setting's value was written.
package enum ConfigOrigin: Hashable, Sendable, CustomStringConvertible {
  /// Nowhere: it is the default.
  case builtIn
  /// In a config file, by the path that the caller gave.
  case file(String, TextPosition)
  /// In an environment variable of that name.
  case variable(String)
  /// In a flag of that name, without the dashes.
  case flag(String)

  /// Whether it is a place in a file.
  package var isFile: Bool {
    if case .file = self { true } else { false }
  }

  /// The form of compilers for a file, `config.json:3:14`, which editors and terminals can open.
  package var description: String {
    switch self {
    case .builtIn: "default"
    case .file(let path, let position): "\(path):\(position.line):\(position.column)"
    case .variable(let name): "environment variable \(name)"
    case .flag(let name): "flag --\(name)"
    }
  }
}
