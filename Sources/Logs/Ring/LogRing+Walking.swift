extension LogRing {
  /// The next line that meets a condition after an identity; `nil` where there is none.
  package func next(after id: LogItem.ID, where isMet: (LogEntry) -> Bool) -> LogItem.ID? {
    var found: LogItem.ID?
    forEach(from: position(of: id)) { item in
      if item.id > id, let entry = item.entry, isMet(entry) { found = item.id }
      return found == nil
    }
    return found
  }

  /// The line before an identity that meets a condition; `nil` where there is none.
  package func previous(before id: LogItem.ID, where isMet: (LogEntry) -> Bool) -> LogItem.ID? {
    var found: LogItem.ID?
    forEachBackward(before: position(of: id)) { item in
      if let entry = item.entry, isMet(entry) { found = item.id }
      return found == nil
    }
    return found
  }
}

extension LogIndex {
  /// The next line of the index that meets a condition after an identity; `nil` where there is
  /// none.
  package func next(
    after id: LogItem.ID,
    in ring: LogRing,
    where isMet: (LogEntry) -> Bool
  ) -> LogItem.ID? {
    var next = next(after: id)
    while let candidate = next {
      if let entry = ring[candidate]?.entry, isMet(entry) { return candidate }
      next = self.next(after: candidate)
    }
    return nil
  }

  /// The line of the index before an identity that meets a condition; `nil` where there is none.
  package func previous(
    before id: LogItem.ID,
    in ring: LogRing,
    where isMet: (LogEntry) -> Bool
  ) -> LogItem.ID? {
    var previous = previous(before: id)
    while let candidate = previous {
      if let entry = ring[candidate]?.entry, isMet(entry) { return candidate }
      previous = self.previous(before: candidate)
    }
    return nil
  }
}
