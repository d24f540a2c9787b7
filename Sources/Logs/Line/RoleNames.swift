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
  ///
  /// - Parameters:
  ///   - fields: The fields of a line, or what is kept beside it.
  ///   - others: Fields of which the roles are taken already.
  func assign(_ fields: inout [LogFields.Field], besides others: [LogFields.Field] = []) {
    var best: [(rank: UInt16, place: Int)] = Array(repeating: (.max, 0), count: Self.roles.count)
    for (place, field) in fields.enumerated() {
      guard let found = names[NameHashes.folded(field.name)] else { continue }
      let number = Int(found >> 8)
      guard found & 255 < best[number].rank, Self.fits(field.value, Self.roles[number]) else {
        continue
      }
      best[number] = (found & 255, place)
    }
    for (number, found) in best.enumerated() where found.rank != .max {
      let role = Self.roles[number]
      if !others.contains(where: { $0.role == role }) { fields[found.place].role = role }
    }
  }

  /// The IDs that fields hold, the request's first, each once.
  func ids(_ fields: [LogFields.Field]) -> [String] {
    var found: [(rank: Int, id: String)] = []
    for field in fields {
      switch field.value {
      case .text, .number: break
      case .flag, .null, .nested: continue
      }
      guard let rank = rankOfID(field.name), let id = CorrelationID(field.value.text)?.text else {
        continue
      }
      if !found.contains(where: { $0.id == id }) { found.append((rank, id)) }
    }
    return found.sorted { $0.rank < $1.rank }.map(\.id)
  }

  /// The rank of a name of an ID, which is known by its last part too.
  private func rankOfID(_ name: String) -> Int? {
    if let found = role(of: name) { return found.role == .correlation ? found.rank : nil }
    guard let dot = name.lastIndex(of: "."),
      let found = role(of: String(name[name.index(after: dot)...])), found.role == .correlation
    else { return nil }
    return found.rank + 100
  }

  private static func fits(_ value: LogFields.Value, _ role: LogFieldTable.Role) -> Bool {
    switch (value, role) {
    // What cannot be read as one is a field like others.
    case (.text(let text), .level), (.number(let text), .level): LevelWords.level(text) != nil
    case (.text(let text), .time), (.number(let text), .time): text.utf8.count >= 8
    // Heroku's `service=30000ms`.
    case (.text(let text), .service): !text.isEmpty && !text.isDuration
    case (.text(let text), _): !text.isEmpty
    case (.number, _): role != .message
    case (.flag, _), (.null, _), (.nested, _): false
    }
  }
}

extension String {
  /// Whether it is a number of milliseconds.
  fileprivate var isDuration: Bool {
    hasSuffix("ms") && utf8.count > 2 && utf8.dropLast(2).allSatisfy { $0 &- 48 < 10 }
  }
}
