import Synchronization
import TestSupport

/// Replies that are given one after another; the last one again and again.
final class Replies: Sendable {
  private let rest: Mutex<[FakeReply]>

  init(_ replies: [FakeReply]) {
    rest = Mutex(replies)
  }

  func next() -> FakeReply {
    rest.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? .answer() }
  }
}
