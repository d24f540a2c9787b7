import Dashboard
import Logs
import Telemetry

/// Pending deliveries of log lines, bounded by lines and bytes.
///
/// The oldest new lines are dropped, as they would be the first to leave the ring. Marks,
/// pages of the past and whatever else there is stay: their number is bounded by those who send
/// them.
struct LogBacklog {
  /// Smaller deliveries of lines grow together, so that they stay few.
  private static let portion = 500
  private static let portionBytes = 1 << 17
  /// About what an entry takes beside its bytes.
  private static let overhead = 200

  private let maxLines: Int
  private let maxBytes: Int
  private var deliveries: [LogDelivery] = []
  private var lines = 0
  private var bytes = 0
  /// Dropped lines that are not reported yet.
  private var passed: LogDelivery?

  init(lines: Int, bytes: Int) {
    maxLines = lines
    maxBytes = bytes
  }

  var isEmpty: Bool { deliveries.isEmpty && passed == nil }

  mutating func append(_ delivery: LogDelivery) {
    guard case .news(.entries(let entries)) = delivery.content else {
      deliveries.append(delivery)
      return
    }
    lines += entries.count
    let weight = Self.bytes(entries)
    bytes += weight
    if let last = deliveries.last, last.generation == delivery.generation,
      case .news(.entries(let before)) = last.content, before.count + entries.count <= Self.portion,
      Self.bytes(before) + weight <= Self.portionBytes
    {
      deliveries[deliveries.count - 1].content = .news(.entries(before + entries))
    } else {
      deliveries.append(delivery)
    }
    while lines > maxLines || bytes > maxBytes, letGo() {}
  }

  /// Takes out the first few, after a report of dropped lines.
  mutating func take(_ count: Int) -> [LogDelivery] {
    let first = deliveries.prefix(count)
    deliveries.removeFirst(first.count)
    for case .news(.entries(let entries)) in first.lazy.map(\.content) { forget(entries) }
    defer { passed = nil }
    return (passed.map { [$0] } ?? []) + first
  }

  /// Lets go of the oldest lines; `false` where there are none but the newest.
  private mutating func letGo() -> Bool {
    for (place, delivery) in deliveries.enumerated().dropLast() {
      guard case .news(.entries(let entries)) = delivery.content, let last = entries.last else {
        continue
      }
      deliveries.remove(at: place)
      forget(entries)
      var count = entries.count
      var until = last.timestamp
      if let passed, passed.generation == delivery.generation,
        case .passed(let before, let moment) = passed.content
      {
        count += before
        until = max(until, moment)
      }
      var told = delivery
      told.content = .passed(lines: count, until: until)
      passed = told
      return true
    }
    return false
  }

  private mutating func forget(_ entries: [LogEntry]) {
    lines -= entries.count
    bytes -= Self.bytes(entries)
  }

  private static func bytes(_ entries: [LogEntry]) -> Int {
    entries.reduce(0) { $0 + $1.line.count + overhead }
  }
}
