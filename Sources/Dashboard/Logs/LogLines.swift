import Logs
import Telemetry

/// The lines that are held and those of them that meet the filter, with the marks between them.
struct LogLines: Hashable, Sendable {
  /// All that is held.
  private(set) var ring: LogRing
  private var shown: [LogItem.ID] = []
  private(set) var filter = LogFilter()

  init(limit: Int, bytes: Int) {
    ring = LogRing(maxCount: limit, maxBytes: bytes)
  }

  /// How many lines and marks are shown.
  var count: Int { shown.count }

  /// A line or mark that is shown, from 0, the oldest.
  subscript(index: Int) -> LogItem? { ring[shown[index]] }

  /// The identity of a line or mark that is shown.
  func id(at index: Int) -> LogItem.ID { shown[index] }

  /// How many lines and marks that are shown come before an identity.
  func index(notBefore id: LogItem.ID) -> Int {
    var low = 0
    var high = shown.count
    while low < high {
      let middle = (low + high) / 2
      if shown[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low
  }

  mutating func insert(_ entries: [LogEntry]) {
    take(ring.insert(entries))
  }

  mutating func insert(_ mark: LogMark) {
    take(ring.insert(mark))
  }

  mutating func removeAll() {
    ring.removeAll()
    shown = []
  }

  mutating func apply(_ filter: LogFilter) {
    self.filter = filter
    shown = []
    ring.forEach { item in
      shown.append(item.id)
      return true
    }
  }

  private mutating func take(_ change: LogRing.Change) {
    shown += change.inserted
    shown.sort()
    if let first = ring.first { shown.removeAll { $0 < first.id } }
  }
}
