/// The JSON Schema of the configuration, for editors.
package enum ConfigSchema {
  /// The schema as text.
  ///
  /// - Source: <https://json-schema.org/draft/2020-12/schema>.
  package static var text: String {
    var schema = Builder()
    let root = schema.members(ConfigShape.root)
    let head = [
      ConfigKind.keyword("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
      ConfigKind.keyword("title", .text("goldtop configuration")),
    ]
    let definitions = ConfigKind.keyword(
      "$defs",
      .object([ConfigKind.keyword("server", .object(schema.server))])
    )
    return ConfigNode.Content.object(head + root + [definitions]).document
  }

  private struct Builder {
    /// Keys shared by all servers.
    var server: [ConfigNode.Member] = []

    /// The keywords of an object or a value.
    mutating func members(_ shape: ConfigShape) -> [ConfigNode.Member] {
      if let kind = shape.kind { return kind.schema }
      if let item = shape.item {
        return [
          ConfigKind.type("array"),
          ConfigKind.keyword("items", .object(described(item, members(item)))),
        ]
      }
      var properties: [ConfigNode.Member] = []
      for name in shape.names {
        guard let below = shape.member(name) else { continue }
        properties.append(ConfigKind.keyword(name, .object(property(name, below))))
      }
      var others = ConfigNode.Content.boolean(false)
      if let any = shape.anyMember { others = .object(described(any, members(any))) }
      let type =
        shape.key == nil ? ConfigKind.keyword("type", .text("object")) : ConfigKind.type("object")
      let listed =
        properties.isEmpty ? [] : [ConfigKind.keyword("properties", .object(properties))]
      return [type] + listed + [ConfigKind.keyword("additionalProperties", others)]
    }

    private mutating func property(_ name: String, _ shape: ConfigShape) -> [ConfigNode.Member] {
      guard ServerKeys.servers.contains(where: { $0.name == name }), shape.kind == nil else {
        return described(shape, members(shape))
      }
      server = members(shape)
      return described(shape, [ConfigKind.keyword("$ref", .text("#/$defs/server"))])
    }

    private func described(
      _ shape: ConfigShape,
      _ keywords: [ConfigNode.Member]
    ) -> [ConfigNode.Member] {
      guard let key = shape.key else { return keywords }
      let preset =
        key.preset == .null ? [] : [ConfigKind.keyword("default", key.preset)]
      return [ConfigKind.keyword("description", .text(key.summary + "."))] + keywords + preset
    }
  }
}
