/// The table, ready for finding out what fields mean.
struct RoleNames: Hashable, Sendable {
  private let names: NameHashes

  private static let roles = LogFieldTable.Role.allCases

  init(_ names: [LogFieldTable.Role: [String]]) {
    var values: [(name: String, value: UInt16)] = []
    for (number, role) in Self.roles.enumerated() {
      for (rank, name) in (names[role] ?? []).enumerated() {
        values.append((name, UInt16(number) << 8 | UInt16(min(255, rank))))
      }
    }
    self.names = NameHashes(values)
  }

  /// The role of a name and its rank within, 0 for the most telling one.
  func role(of name: String) -> (role: LogFieldTable.Role, rank: Int)? {
    guard let found = names[NameHashes.folded(name)] else { return nil }
    return (Self.roles[Int(found >> 8)], Int(found & 255))
  }

  /// Gives of every role the most telling field that has a value its role.
  func assign(_ fields: inout [LogFields.Field]) {
    var best: [LogFieldTable.Role: (rank: Int, place: Int)] = [:]
    for (place, field) in fields.enumerated() {
      guard let found = role(of: field.name), Self.fits(field.value, found.role),
        found.rank < best[found.role]?.rank ?? .max
      else { continue }
      best[found.role] = (found.rank, place)
    }
    for (role, found) in best { fields[found.place].role = role }
  }

  private static func fits(_ value: LogFields.Value, _ role: LogFieldTable.Role) -> Bool {
    switch (value, role) {
    // What cannot be read as one is a field like others.
    case (.text(let text), .level), (.number(let text), .level): LevelWords.level(text) != nil
    case (.text(let text), .time), (.number(let text), .time): text.utf8.count >= 8
    case (.text(let text), _): !text.isEmpty
    case (.number, _): role != .message
    case (.flag, _), (.null, _), (.nested, _): false
    }
  }
}
