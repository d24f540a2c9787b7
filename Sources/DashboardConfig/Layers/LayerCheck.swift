/// Compares one layer with the table: unknown keys, wrong values, keys that exclude each other.
struct LayerCheck {
  private(set) var problems: [ConfigProblem] = []

  /// All problems of a layer.
  static func problems(of layer: ConfigNode) -> [ConfigProblem] {
    var check = LayerCheck()
    check.check(layer, ConfigShape.root, ConfigPath())
    return check.problems
  }

  private mutating func check(_ node: ConfigNode, _ shape: ConfigShape, _ path: ConfigPath) {
    if node.content != .null, let kind = shape.kind {
      do throws(ValueProblem) {
        _ = try kind.read(node.content)
      } catch {
        problems.append(ConfigProblem(path, at: node.origin, error.message))
      }
      return
    }
    switch (node.content, shape.item) {
    case (.null, _):
      return
    case (.list(let items), let item?):
      for (index, node) in items.enumerated() {
        check(node, item, path.appending(index: index))
      }
    case (.object(let members), nil):
      for member in members { checkMember(member, shape, path.appending(member.name)) }
      checkAlternatives(members, path)
    default:
      let expected = shape.item == nil ? "an object, '{ … }'" : "a list, '[ … ]'"
      problems.append(
        ConfigProblem(path, at: node.origin, "expected \(expected), found \(found(node))")
      )
    }
  }

  /// The value found instead of an object; it could be a misplaced secret.
  private func found(_ node: ConfigNode) -> String {
    switch node.content {
    case .text: "a text"
    case .number: "a number"
    default: node.content.inWords
    }
  }

  private mutating func checkMember(
    _ member: ConfigNode.Member,
    _ shape: ConfigShape,
    _ path: ConfigPath
  ) {
    guard !member.name.isEmpty else {
      problems.append(ConfigProblem(path, at: member.nameOrigin, "the name is empty"))
      return
    }
    guard let below = shape.member(member.name) else {
      let advice = Words.suggestion(for: member.name, among: shape.names, plural: "keys here")
      problems.append(ConfigProblem(path, at: member.nameOrigin, "unknown key: \(advice)"))
      return
    }
    check(member.node, below, path)
  }

  private mutating func checkAlternatives(_ members: [ConfigNode.Member], _ path: ConfigPath) {
    for names in ConfigTable.alternatives {
      let present = members.filter { names.contains($0.name) && $0.node.pruned != nil }
      // "proxy_from_environment": false beside a proxy says the same thing twice.
      let set = present.filter { $0.node.content != .boolean(false) }
      guard set.count > 1, let second = set.last, let first = set.first else { continue }
      problems.append(
        ConfigProblem(
          path.appending(second.name),
          at: second.nameOrigin,
          "conflicts with '\(first.name)': remove one"
        )
      )
    }
  }
}
