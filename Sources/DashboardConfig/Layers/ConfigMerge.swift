/// Lays one layer over another.
enum ConfigMerge {
  /// The members of both, where both are objects; otherwise the upper value.
  ///
  /// Of members that exclude each other the upper layer's one drives out the lower layer's.
  static func merged(_ lower: ConfigNode, _ upper: ConfigNode) -> ConfigNode {
    guard case .object(let below) = lower.content, case .object(let above) = upper.content else {
      return upper
    }
    let driven = ConfigTable.alternatives.flatMap { names in
      let set = above.map(\.name).filter(names.contains)
      return set.isEmpty ? [] : names.filter { !set.contains($0) }
    }
    var members = below.filter { !driven.contains($0.name) }
    for member in above {
      if let index = members.firstIndex(where: { $0.name == member.name }) {
        members[index].node = merged(members[index].node, member.node)
      } else {
        members.append(member)
      }
    }
    return ConfigNode(.object(members), at: upper.origin)
  }
}
