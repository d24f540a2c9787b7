package import Logs
package import Telemetry

/// How a Loki is asked and followed.
package struct LokiSettings: Hashable, Sendable {
  /// How new lines are fetched.
  package var tail: TailWay
  /// The time between two polls.
  package var pollInterval: Duration
  /// How far behind what was seen the filling of a gap begins, so that lines which were written late
  /// are found.
  package var overlap: Duration
  /// How long lines of the web socket may be held back to put them in order; at most a second.
  package var reorder: Duration
  /// How long a web socket lives before it is renewed; a server ends it after an hour.
  package var renewal: Duration
  /// How long a web socket may be silent; a server sends a ping each second.
  package var silence: Duration
  /// How often the lines of the last minute are compared with the server's count of them, since a
  /// server drops lines of a tail without a word where its own parts are too slow, and polls do not
  /// see lines that were written late.
  package var audit: Duration
  /// How often the same is done for all that may still be written late.
  package var wholeAudit: Duration
  /// How many times as long as its last answer took a server is left alone before it counts again.
  package var auditRest: Int
  /// The most lines that a follower remembers to tell them from new ones; more only where so many come
  /// within seconds.
  package var remembered: Int
  /// How long polling lasts before the web socket is tried again.
  package var socketRetry: Duration
  /// How often a server that has no streams yet is asked whether it has some now.
  package var labelRetry: Duration
  /// The most that one request of a follower takes.
  package var deadline: Duration
  /// Finds what is needed of every line, by the field names that its senders use.
  package var scanner: LineScanner

  package init(tail: TailWay = .automatic, scanner: LineScanner = LineScanner()) {
    self.tail = tail
    self.scanner = scanner
    pollInterval = .seconds(2)
    overlap = .seconds(10)
    reorder = .milliseconds(250)
    renewal = .seconds(50 * 60)
    silence = .seconds(10)
    audit = .seconds(10)
    wholeAudit = .seconds(60)
    auditRest = 20
    remembered = 200_000
    socketRetry = .seconds(60)
    labelRetry = .seconds(5)
    deadline = .seconds(15)
  }
}

/// The clocks of a client, as values.
package struct LokiTiming: Sendable {
  /// Waits; throws `CancellationError` when cancelled.
  package let sleep: @Sendable (Duration) async throws -> Void
  /// The wall clock; it may jump.
  package let now: @Sendable () -> Timestamp

  /// Waits on one clock and reads the time from another.
  package init(clock: some Clock<Duration>, now: @escaping @Sendable () -> Timestamp) {
    sleep = { try await clock.sleep(until: clock.now.advanced(by: $0), tolerance: nil) }
    self.now = now
  }
}
