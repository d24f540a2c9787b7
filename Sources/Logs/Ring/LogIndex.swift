/// Which items of a ring meet a filter, kept up to date as lines come and fall off.
///
/// A new filter examines the ring from its newest line on, a bounded number of lines at a time, so
/// that what is on the screen is right first and no key waits for all that are held.
package struct LogIndex: Hashable, Sendable {
  /// The filter.
  package let matcher: LogMatcher
  /// Whether marks are in the index; hits have none, a list has all.
  package let includesMarks: Bool
  // Ascending; those before `dropped` have fallen off.
  private var ids: [LogItem.ID] = []
  private var dropped = 0
  /// Everything before it is still to be examined; `nil` where all is.
  package private(set) var horizon: LogItem.ID?

  package init(_ matcher: LogMatcher, of ring: LogRing, includesMarks: Bool = true) {
    self.matcher = matcher
    self.includesMarks = includesMarks
    horizon = ring.lastID.map { LogItem.ID(timestamp: $0.timestamp, sequence: .max) }
  }

  /// How many items meet the filter, of those examined.
  package var count: Int { ids.count - dropped }

  /// Whether all of the ring has been examined.
  package var isComplete: Bool { horizon == nil }

  /// The identity at a position from 0, the oldest, to `count - 1`.
  package subscript(position: Int) -> LogItem.ID { ids[dropped + position] }

  /// The newest one.
  package var last: LogItem.ID? { count > 0 ? ids.last : nil }

  /// How many come before an identity, whether or not that one is among them.
  package func position(of id: LogItem.ID) -> Int {
    var low = dropped
    var high = ids.count
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low - dropped
  }

  /// Whether an item is among them.
  package func contains(_ id: LogItem.ID) -> Bool {
    let position = position(of: id)
    return position < count && self[position] == id
  }

  /// The next one after an identity; `nil` at the end.
  package func next(after id: LogItem.ID) -> LogItem.ID? {
    var position = position(of: id)
    if position < count, self[position] == id { position += 1 }
    return position < count ? self[position] : nil
  }

  /// The one before an identity; `nil` at the start.
  package func previous(before id: LogItem.ID) -> LogItem.ID? {
    let position = position(of: id)
    return position > 0 ? self[position - 1] : nil
  }

  /// Examines more of the ring, from where it stopped towards the oldest line.
  ///
  /// - Parameters:
  ///   - ring: The ring that it was made of.
  ///   - limit: The most lines to look at.
  /// - Returns: Whether everything has been examined.
  package mutating func examine(_ ring: LogRing, atMost limit: Int) -> Bool {
    forgetFallen(ring)
    guard let horizon else { return true }
    var found: [LogItem.ID] = []
    let position = ring.position(of: horizon)
    self.horizon = ring.search(before: position, atMost: limit, matcher, marks: includesMarks) {
      found.append($0)
    }
    ids.insert(contentsOf: found.reversed(), at: dropped)
    if let oldest = ring.firstID, self.horizon == oldest { self.horizon = nil }
    return isComplete
  }

  /// Takes over what has changed in the ring.
  ///
  /// - Parameters:
  ///   - change: What the ring said of it.
  ///   - ring: The ring after the change.
  /// - Returns: How many lines were added.
  package mutating func take(_ change: LogRing.Change, from ring: LogRing) -> Int {
    forgetFallen(ring)
    for id in change.grown { judgeAgain(id, ring) }
    guard let oldest = change.inserted.min() else { return 0 }
    let position = ring.position(of: oldest)
    var added = 0
    if ring.count - position == change.inserted.count {
      // Nothing older lies between: they are the end of the ring.
      ring.forEach(from: position) { item in
        added += take(item)
        return true
      }
    } else {
      for id in change.inserted {
        guard let item = ring[id] else { continue }
        added += take(item)
      }
    }
    return added
  }

  /// Adds a line that meets the filter now, and leaves out one that does not any more.
  private mutating func judgeAgain(_ id: LogItem.ID, _ ring: LogRing) {
    guard let item = ring[id] else { return }
    guard contains(id) else {
      _ = take(item)
      return
    }
    if !isMet(by: item) { ids.remove(at: dropped + position(of: id)) }
  }

  private mutating func take(_ item: LogItem) -> Int {
    if let horizon, item.id < horizon { return 0 }
    guard isMet(by: item) else { return 0 }
    if let last = ids.last, item.id < last {
      ids.insert(item.id, at: dropped + position(of: item.id))
    } else {
      ids.append(item.id)
    }
    return item.entry == nil ? 0 : 1
  }

  private func isMet(by item: LogItem) -> Bool {
    switch item.content {
    case .entry(let entry): matcher.matches(entry)
    case .mark: includesMarks
    }
  }

  private mutating func forgetFallen(_ ring: LogRing) {
    guard let first = ring.firstID, let last = ring.lastID else {
      (ids, dropped, horizon) = ([], 0, nil)
      return
    }
    while dropped < ids.count, ids[dropped] < first { dropped += 1 }
    while let id = ids.last, ids.count > dropped, last < id { ids.removeLast() }
    if dropped > 1024, dropped > ids.count / 2 {
      ids.removeFirst(dropped)
      dropped = 0
    }
    if let horizon, horizon <= first { self.horizon = nil }
  }
}
