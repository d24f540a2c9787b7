package import Telemetry

/// Requests to servers, for the overlay of goldtop's own resource use.
package struct CostLedger: Hashable, Sendable {
  /// One request that was answered or failed.
  struct Entry: Hashable, Sendable {
    var at: Timestamp
    var server: ServerRole
    var requests: Int
    var bytes: Int
  }

  /// Cost of one poll.
  package struct PollCost: Hashable, Sendable {
    /// Answers and failures.
    package var asked = 0
    /// How long the latest answer took.
    package var latest = Duration.zero
    /// Bytes on the wire of all answers.
    package var bytes = 0
    /// Answers that were put together with points known before.
    package var cacheHits = 0
    /// Failures.
    package var failures = 0
  }

  /// A process cost at a moment.
  struct TimedCost: Hashable, Sendable {
    /// When it was taken.
    var at: Timestamp
    /// The cost.
    var cost: ProcessCost
  }

  private(set) var entries: [Entry] = []
  /// Cost of the process.
  package private(set) var process = ProcessCost()
  /// The cost a minute ago or later, so that rates can be told.
  private(set) var earlier: [TimedCost] = []
  /// Cost by poll.
  package private(set) var polls: [Poll.ID: PollCost] = [:]

  /// Takes in what the process has cost; what is older than a minute is forgotten.
  mutating func receive(_ cost: ProcessCost, at now: Timestamp) {
    process = cost
    earlier.append(TimedCost(at: now, cost: cost))
    let oldest = now - .seconds(60)
    earlier.removeAll { $0.at < oldest }
  }

  /// Takes in what came of one request; what is older than a minute is forgotten.
  mutating func receive(_ outcome: Outcome) {
    var cost = polls[outcome.poll.id] ?? PollCost()
    guard outcome.wasAsked else {
      if case .success = outcome.result { cost.cacheHits += 1 }
      polls[outcome.poll.id] = cost
      return
    }
    cost.asked += 1
    var entry = Entry(at: outcome.at, server: outcome.poll.server, requests: 1, bytes: 0)
    switch outcome.result {
    case .success(let answered):
      cost.latest = answered.receipt.elapsed
      cost.bytes += answered.receipt.wireBytes
      if answered.reusedPoints > 0 { cost.cacheHits += 1 }
      entry.requests = answered.receipt.requests
      entry.bytes = answered.receipt.wireBytes
    case .failure:
      cost.failures += 1
    }
    polls[outcome.poll.id] = cost
    entries.append(entry)
    let oldest = outcome.at - .seconds(60)
    if let first = entries.first, first.at < oldest { entries.removeAll { $0.at < oldest } }
  }

  /// Requests and bytes of the last minute.
  package func lastMinute(of server: ServerRole, at now: Timestamp) -> (requests: Int, bytes: Int) {
    let oldest = now - .seconds(60)
    return entries.reduce(into: (0, 0)) { sum, entry in
      guard entry.server == server, entry.at >= oldest else { return }
      sum.0 += entry.requests
      sum.1 += entry.bytes
    }
  }
}
