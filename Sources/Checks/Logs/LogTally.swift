package import Telemetry

/// What a sample of log lines has and lacks, counted.
package struct LogTally: Hashable, Sendable {
  /// The counts of one service.
  package struct Counts: Hashable, Sendable {
    /// Lines.
    package var lines = 0
    /// Lines that are one JSON object.
    package var json = 0
    /// Lines that name a level.
    package var leveled = 0
    /// Lines that say their own time.
    package var timed = 0
    /// Lines of a request: those with a path and a status.
    package var requests = 0
    /// Those of them with a correlation ID.
    package var identified = 0

    package init() {}
  }

  /// What a line has.
  package struct Line: Hashable, Sendable {
    /// Which program wrote it.
    package var service: String
    /// Whether it is one JSON object.
    package var isJSON = false
    /// Whether it names a level.
    package var hasLevel = false
    /// Whether it says its own time.
    package var hasTime = false
    /// Whether it is of a request: it has a path and a status.
    package var isRequest = false
    /// The correlation ID; `nil` where it has none.
    package var correlation: String?

    package init(_ service: String) {
      self.service = service
    }
  }

  /// The counts by service.
  package private(set) var services: [String: Counts] = [:]
  /// The time of the newest line; `nil` without any.
  package private(set) var newest: Timestamp?
  /// The services in whose lines each correlation ID stands.
  private var identities: [String: Set<String>] = [:]

  package init() {}

  /// Counts a line of a moment.
  package mutating func add(_ line: Line, at moment: Timestamp) {
    newest = max(newest ?? moment, moment)
    var counts = services[line.service] ?? Counts()
    counts.lines += 1
    if line.isJSON { counts.json += 1 }
    if line.hasLevel { counts.leveled += 1 }
    if line.hasTime { counts.timed += 1 }
    if line.isRequest {
      counts.requests += 1
      if line.correlation != nil { counts.identified += 1 }
    }
    services[line.service] = counts
    if let id = line.correlation { identities[id, default: []].insert(line.service) }
  }

  /// How many correlation IDs stand in lines of several services.
  package var sharedIDs: Int { identities.values.filter { $0.count > 1 }.count }
  /// The services that write correlation IDs.
  package var identifyingServices: Set<String> {
    identities.values.reduce(into: []) { $0.formUnion($1) }
  }
}
