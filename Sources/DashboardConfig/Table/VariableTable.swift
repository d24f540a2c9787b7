/// The environment variables, for help texts and the README.
package enum VariableTable {
  /// One variable.
  package struct Row: Hashable, Sendable {
    /// The name.
    package var name: String
    /// The key that it sets, in text form.
    package var key: String
    /// Purpose of the key.
    package var summary: String
    /// Whether the name is one of a neighbouring tool's.
    package var isNeighbours: Bool
  }

  /// All variables that set keys, in the order of the table, ours before the neighbours'.
  package static let rows: [Row] = ConfigTable.keys.flatMap { key in
    let path = ConfigPath(key.path).description
    let own = key.variable.map {
      Row(name: $0, key: path, summary: key.summary, isNeighbours: false)
    }
    return [own].compactMap(\.self)
      + key.neighbourVariables.map {
        Row(name: $0, key: path, summary: key.summary, isNeighbours: true)
      }
  }
}
