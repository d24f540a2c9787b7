/// The example configuration: every key with its default.
package enum ConfigExample {
  /// The text of `config.example.json`.
  ///
  /// What has no default stands as `null`, which means "not set"; `NAME` stands where users write
  /// names of their own. Loaded as it is, the file changes nothing.
  package static var text: String { JSONWriter.text(content(ConfigShape.root)) }

  private static func content(_ shape: ConfigShape) -> ConfigNode.Content {
    if shape.kind != nil { return shape.key?.preset ?? .null }
    if let item = shape.item { return .list([ConfigNode(content(item))]) }
    var members = shape.names.compactMap { name in
      shape.member(name).map { member(name, $0) }
    }
    // Where some names are given, they show the form of the others as well.
    if members.isEmpty, let any = shape.anyMember { members = [member("NAME", any)] }
    return .object(members)
  }

  private static func member(_ name: String, _ shape: ConfigShape) -> ConfigNode.Member {
    ConfigNode.Member(name, at: .builtIn, ConfigNode(content(shape)))
  }
}
