/// Values that are named at one place and used at others.
///
/// - Source: <https://yaml.org/spec/1.2.2/#71-alias-nodes> and <https://yaml.org/type/merge.html>.
extension YAMLReader {
  /// Takes a name and the value that it is for.
  mutating func anchored(parent: Int) throws(RuleProblem) -> YAMLNode {
    let name = try anchorName()
    skipSpaces()
    let node = try isLineOver ? block(deeperThan: parent) : inline(parent: parent)
    anchors[name] = node
    return node
  }

  /// Takes a name, and gives the value that has it.
  mutating func alias() throws(RuleProblem) -> YAMLNode {
    let unknown = problem("no value has this name")
    let start = place
    guard var node = anchors[try anchorName()] else { throw unknown }
    node.place = start
    node.spelling = .changed
    return node
  }

  /// Takes `&name` or `*name`.
  mutating func anchorName() throws(RuleProblem) -> String {
    let nameless = problem("a name is missing")
    advance(1)
    let start = position
    while let next = byte(), !isBlank(next), !",[]{}".utf8.contains(next) { advance(1) }
    guard position > start else { throw nameless }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// Fields with those of the mappings that `<<` names, of which the own ones and the first win.
  func merged(_ entries: [YAMLNode.Entry]) throws(RuleProblem) -> [YAMLNode.Entry] {
    guard let merge = entries.first(where: { $0.key == "<<" }) else { return entries }
    var result = entries.filter { $0.key != "<<" }
    var sources = [merge.value]
    if case .sequence(let items) = merge.value.content { sources = items }
    for source in sources {
      guard case .mapping(let more) = source.content else {
        let place = merge.value.place
        throw RuleProblem(
          line: place.line,
          column: place.column,
          reason: "no valid YAML: '<<' needs a mapping"
        )
      }
      for entry in more where !result.contains(where: { $0.key == entry.key }) {
        result.append(entry)
      }
    }
    return result
  }
}
