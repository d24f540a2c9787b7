import Telemetry

/// The keys as a tree, which is walked beside a configuration.
package struct ConfigShape: Sendable {
  /// The key of this place.
  package private(set) var key: ConfigKey?
  /// The places below, in the order of the table; `*` stands for any name, `[]` for any item.
  package private(set) var members: [(name: String, shape: ConfigShape)] = []

  /// The tree of all keys.
  package static let root = ConfigShape(ConfigTable.keys)

  private init(_ keys: [ConfigKey]) {
    for key in keys { insert(key, key.path[...]) }
  }

  private mutating func insert(_ key: ConfigKey, _ path: ArraySlice<String>) {
    guard let name = path.first else {
      self.key = key
      return
    }
    if let index = members.firstIndex(where: { $0.name == name }) {
      members[index].shape.insert(key, path.dropFirst())
    } else {
      var shape = ConfigShape([])
      shape.insert(key, path.dropFirst())
      members.append((name, shape))
    }
  }

  /// How the value is written; `nil` for an object or a list of objects.
  var kind: ConfigKind? { key?.kind }

  /// The shape of a list's items; `nil` if it is not a list of objects.
  var item: ConfigShape? { members.first { $0.name == "[]" }?.shape }

  /// The shape of members with names of the user's; `nil` where all names are given.
  var anyMember: ConfigShape? { members.first { $0.name == "*" }?.shape }

  /// The shape of a member; `nil` where there is no such key.
  func member(_ name: String) -> ConfigShape? {
    let given = members.first { $0.name == name && name != "*" && name != "[]" }?.shape
    return given ?? anyMember
  }

  /// Whether the name of a member may be shown.
  ///
  /// Where secrets belong, what is neither a key nor near one, or no header's name, may be a secret
  /// that was written in the wrong place.
  func showsName(_ name: String) -> Bool {
    if let any = anyMember {
      return any.kind?.isSecret != true || ConfigKind.isToken(name)
    }
    let holdsSecrets = members.contains { $0.shape.kind?.isSecret == true }
    return !holdsSecrets || member(name) != nil || NearestName.of(name, among: names) != nil
  }

  /// The shape at a chain of names.
  func at(_ names: some Collection<String>) -> ConfigShape? {
    guard let name = names.first else { return self }
    return member(name)?.at(names.dropFirst())
  }

  /// The names that may be written here, without those that only explain themselves.
  var names: [String] {
    members.filter { !["*", "[]"].contains($0.name) && $0.shape.key?.isRefused != true }.map(\.name)
  }
}
