/// The effective values in lines, as `config show` prints them.
package struct ConfigListing: Sendable {
  /// One value.
  package struct Entry: Hashable, Sendable {
    /// The key.
    package var key: String
    /// The value as JSON on one line; a secret is hidden.
    package var value: String
    /// Where it came from: `default`, a place in a file, a variable, a flag.
    package var origin: String
  }

  /// The values in the order of the table; those that are not set are left out.
  package let entries: [Entry]

  /// Lists the effective values of a configuration, also of one that has problems.
  package init(_ resolution: SettingsResolution) {
    entries = Self.leaves(resolution.effective, ConfigShape.root, ConfigPath()).map {
      Entry(
        key: $0.path.description,
        value: Self.shown($0.node, $0.shape),
        origin: $0.node.origin.description
      )
    }
  }

  /// The lines in three columns.
  package var text: String {
    func width(_ column: KeyPath<Entry, String>) -> Int {
      min(48, entries.map { $0[keyPath: column].count }.max() ?? 0)
    }
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    let (keys, values) = (width(\.key), width(\.value))
    return entries.map {
      "\(padded($0.key, keys))  \(padded($0.value, values))  \($0.origin)\n"
    }.joined()
  }

  private struct Leaf {
    var path: ConfigPath
    var node: ConfigNode
    var shape: ConfigShape
  }

  /// The values in the order of the table, and below names of the user's in the order of the file.
  private static func leaves(
    _ node: ConfigNode,
    _ shape: ConfigShape,
    _ path: ConfigPath
  ) -> [Leaf] {
    guard shape.kind == nil, case .object(let members) = node.content else {
      return [Leaf(path: path, node: node, shape: shape)]
    }
    let given = shape.names.flatMap { name -> [Leaf] in
      guard let below = shape.member(name), let value = node[name] else { return [] }
      return leaves(value, below, path.appending(name))
    }
    guard let any = shape.anyMember else { return given }
    return given
      + members.filter { !shape.names.contains($0.name) }.flatMap {
        leaves($0.node, any, path.appending($0.name))
      }
  }

  private static func shown(_ node: ConfigNode, _ shape: ConfigShape) -> String {
    // A value that was refused may be a secret in the wrong place: the problem says enough.
    let isValid =
      switch (shape.kind, node.content) {
      case (let kind?, let content): (try? kind.read(content)) != nil
      case (nil, .list): shape.item != nil
      case (nil, _): false
      }
    guard isValid else { return "<not valid>" }
    guard case .text(let text) = node.content, let kind = shape.kind else {
      return node.content.json
    }
    return kind.shown(text).map { ConfigNode.Content.text($0).json } ?? "<secret>"
  }
}
