/// The example configuration: every key with its default.
package enum ConfigExample {
  /// The text of `config.example.json`.
  ///
  /// Keys without a default are `null`, which means "not set". `NAME` stands where users write
  /// names of their own, with `null` alone below it, so that nothing is set there. Loaded as it is,
  /// the file changes nothing.
  package static var text: String {
    content(ConfigShape.root, withDefaults: true).document
  }

  private static func content(_ shape: ConfigShape, withDefaults: Bool) -> ConfigNode.Content {
    if shape.kind != nil { return withDefaults ? shape.key?.preset ?? .null : .null }
    if let item = shape.item { return .list([ConfigNode(content(item, withDefaults: false))]) }
    let members = shape.names.compactMap { name in
      shape.member(name).map { below in
        ConfigKind.keyword(name, content(below, withDefaults: withDefaults))
      }
    }
    // Where some names are given, they show the form of the others as well.
    guard members.isEmpty, let any = shape.anyMember else { return .object(members) }
    return .object([ConfigKind.keyword("NAME", content(any, withDefaults: false))])
  }
}
