import PromQL
import Synchronization

/// What the questions of requests have in common, worked out once for each list of them: those of a
/// dashboard come again with each refresh.
final class QueryShares: Sendable {
  /// So many lists are kept; windows and steps change with the range, and what was asked before is not asked
  /// again soon.
  private static let limit = 16

  private let known = Mutex<[[String]: SharedAggregations]>([:])

  /// What expressions have in common.
  func of(_ expressions: [String]) -> SharedAggregations {
    known.withLock { known in
      if let shared = known[expressions] { return shared }
      let shared = SharedAggregations(expressions)
      if known.count >= Self.limit { known = [:] }
      known[expressions] = shared
      return shared
    }
  }
}
