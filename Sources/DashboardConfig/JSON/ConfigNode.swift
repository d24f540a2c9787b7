import Telemetry

/// A JSON value that knows where it was written; variables, flags and defaults become nodes too.
package struct ConfigNode: Hashable, Sendable {
  /// The value.
  package enum Content: Hashable, Sendable {
    /// Nothing is set.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A number, as it was written.
    case number(String)
    /// A text.
    case text(String)
    /// Values in order.
    case list([ConfigNode])
    /// Named values in the order written; no name twice.
    case object([Member])
  }

  /// A named value of an object.
  package struct Member: Hashable, Sendable {
    /// The name.
    package var name: String
    /// Where the name was written.
    package var nameOrigin: ConfigOrigin
    /// The value.
    package var node: ConfigNode

    package init(_ name: String, at nameOrigin: ConfigOrigin, _ node: ConfigNode) {
      self.name = name
      self.nameOrigin = nameOrigin
      self.node = node
    }
  }

  /// The value.
  package var content: Content
  /// Where it was written.
  package var origin: ConfigOrigin

  package init(_ content: Content, at origin: ConfigOrigin = .builtIn) {
    self.content = content
    self.origin = origin
  }

  /// An object without members.
  package static let empty = ConfigNode(.object([]))

  /// The members in the order written; none where this is not an object.
  package var members: [Member] {
    if case .object(let members) = content { members } else { [] }
  }

  /// The values of a list; none where this is not one.
  package var items: [ConfigNode] {
    if case .list(let items) = content { items } else { [] }
  }

  /// A value by name, or by a chain of names through objects; `nil` where there is none.
  package subscript(names: String...) -> ConfigNode? { self[names] }

  /// A value by a chain of names through objects; `nil` where there is none.
  package subscript(names: [String]) -> ConfigNode? {
    var node = self
    for name in names {
      guard let next = node.members.first(where: { $0.name == name })?.node else { return nil }
      node = next
    }
    return node
  }

  /// Sets a value at a chain of names, making the objects on the way; `nil` takes the member out.
  package mutating func set(_ names: ArraySlice<String>, to value: ConfigNode?) {
    guard let name = names.first else {
      if let value { self = value }
      return
    }
    var changed = members
    let index = changed.firstIndex { $0.name == name }
    if names.count == 1, value == nil {
      if let index { changed.remove(at: index) }
    } else if let index {
      changed[index].node.set(names.dropFirst(), to: value)
    } else if let value {
      var child = ConfigNode(.object([]), at: value.origin)
      child.set(names.dropFirst(), to: value)
      changed.append(Member(name, at: value.origin, child))
    }
    content = .object(changed)
  }

  /// The value without what is not set: `null`, and objects and lists that hold nothing else.
  ///
  /// An object or list that was written empty stays: it says "none". Returns `nil` where nothing is
  /// left.
  package var pruned: ConfigNode? {
    switch content {
    case .null:
      return nil
    case .boolean, .number, .text:
      return self
    case .list(let items):
      let left = items.compactMap(\.pruned)
      return left.isEmpty && !items.isEmpty ? nil : ConfigNode(.list(left), at: origin)
    case .object(let members):
      let left = members.compactMap { member in
        member.node.pruned.map { Member(member.name, at: member.nameOrigin, $0) }
      }
      return left.isEmpty && !members.isEmpty ? nil : ConfigNode(.object(left), at: origin)
    }
  }
}

extension ConfigNode.Content {
  /// The value as JSON on one line.
  package var json: String { JSONText(value, .line).text }

  /// The value as a JSON document, with a line end.
  package var document: String { JSONText(value, .spread).text + "\n" }

  private var value: JSONValue {
    switch self {
    case .null: .null
    case .boolean(let flag): .boolean(flag)
    case .number(let text): .digits(text)
    case .text(let text): .text(text)
    case .list(let items): .list(items.lazy.map(\.content.value))
    case .object(let members): .object(members.map { ($0.name, $0.node.content.value) })
    }
  }

  /// The value for a message; strings are quoted.
  package var inWords: String {
    switch self {
    case .null: "null"
    case .boolean(let value): "'\(value)'"
    case .number(let text): "the number \(Words.quoted(text))"
    case .text(let text): "the text \(Words.quoted(text))"
    case .list: "a list"
    case .object: "an object"
    }
  }
}
