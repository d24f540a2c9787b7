package import Telemetry

/// An item in a list of lines: a line, or a mark between lines.
package struct LogItem: Hashable, Sendable {
  /// Unique, ordered identity of an item in its ring.
  ///
  /// A selection kept by it stays on its line whatever is inserted before.
  package struct ID: Hashable, Comparable, Sendable {
    /// When the line was written, or the place of the mark.
    package var timestamp: Timestamp
    /// Orders equal times: ascending by arrival, negative for what was put before the rest.
    package var sequence: Int

    /// Only lists and tests create identities.
    package init(timestamp: Timestamp, sequence: Int) {
      self.timestamp = timestamp
      self.sequence = sequence
    }

    package static func < (left: ID, right: ID) -> Bool {
      left.timestamp == right.timestamp
        ? left.sequence < right.sequence : left.timestamp < right.timestamp
    }
  }

  /// The kind.
  package enum Content: Hashable, Sendable {
    /// A line.
    case entry(LogEntry)
    /// Something that happened here.
    case mark(LogMark)
  }

  /// Its identity.
  package let id: ID
  /// The kind.
  package let content: Content
  /// The digest of its key, 0 where repeats are kept.
  let digest: UInt64
  /// The level's number, `noLevel` for a line without one, `noLine` for a mark: what is counted of
  /// all lines is read without touching them.
  let levelNumber: UInt8

  static let noLevel = UInt8(LogLevel.allCases.count)
  static let noLine = noLevel + 1

  /// The line; `nil` for a mark.
  package var entry: LogEntry? {
    if case .entry(let entry) = content { entry } else { nil }
  }

  /// The mark; `nil` for a line.
  package var mark: LogMark? {
    if case .mark(let mark) = content { mark } else { nil }
  }

  init(id: ID, content: Content, digest: UInt64) {
    self.id = id
    self.content = content
    self.digest = digest
    switch content {
    case .entry(let entry): levelNumber = entry.facts.level?.rawValue ?? Self.noLevel
    case .mark: levelNumber = Self.noLine
    }
  }

  /// Keeps the place in the order of a dropped item.
  init(emptied id: ID) {
    self.init(id: id, content: .mark(LogMark(at: id.timestamp, .changed, reason: "")), digest: 0)
  }

  /// About how many bytes of memory it takes, its share of labels included that it has alone.
  var cost: Int {
    guard case .entry(let entry) = content else { return Self.overhead }
    let parts = entry.parts.count * MemoryLayout<LogKey>.stride
    return Self.overhead + entry.line.count + parts + Self.cost(entry.metadata)
      + Self.cost(entry.parsed)
  }

  /// The item itself and the headers of what it refers to.
  static let overhead = 144

  private static func cost(_ labels: LabelSet) -> Int {
    guard !labels.labels.isEmpty else { return 0 }
    return labels.labels.reduce(32) { $0 + 64 + $1.name.utf8.count + $1.value.utf8.count }
  }
}
