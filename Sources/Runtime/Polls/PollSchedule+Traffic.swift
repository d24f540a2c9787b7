import Dashboard

extension PollSchedule {
  /// The requests under way, counted once for all polls that wait for room among them.
  struct Traffic {
    private let limit: Int
    private var requests: [ServerRole: Set<Int>] = [:]

    /// Counts the requests of polls.
    ///
    /// - Parameters:
    ///   - entries: The polls; their servers share the room.
    ///   - limit: The most requests under way at once.
    init(_ entries: [Poll.ID: Entry], limit: Int) {
      self.limit = limit
      for entry in entries.values {
        let known = requests[entry.poll.server, default: []]
        requests[entry.poll.server] = entry.flight.map { known.union([$0.request]) } ?? known
      }
    }

    /// Whether a server may be sent one more; each leaves one to every other.
    func hasRoom(for role: ServerRole) -> Bool {
      let others = requests.count - (requests[role] == nil ? 0 : 1)
      return requests.values.reduce(0) { $0 + $1.count } < limit
        && (requests[role]?.count ?? 0) < max(1, limit - others)
    }

    /// Counts one more.
    mutating func note(_ start: Start) {
      requests[start.poll.server, default: []].insert(start.request)
    }
  }
}
