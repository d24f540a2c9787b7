import Dashboard
import Telemetry

/// Which polls travel in one request, and what is done when such a request fails.
///
/// A request of several polls fails as a whole. Its polls are then asked alone: those that fail again are
/// at fault, and stay alone until they are well. Where none is, there were too many for the server,
/// and fewer travel together from then on. So it is where a request takes long: a server evaluates the
/// questions in it one after the other, and separate requests side by side.
struct PollBatches: Sendable {
  /// Polls of equal keys can travel together.
  enum Key: Hashable, Sendable {
    case instant(ServerRole, at: Timestamp?)
    case range(ServerRole, end: Timestamp?, length: Duration, step: Duration)
  }

  /// A request that others may still join.
  struct Open: Sendable {
    let number: Int
    var polls = 0
    var bytes = 0
  }

  /// A request of several polls that has failed.
  struct Trial: Hashable, Sendable {
    var request: Int
    var size: Int
  }

  /// So many polls travel together at most.
  static let limit = 32
  /// So many bytes of expressions, with the room for what joins them below the 16 KiB that
  /// VictoriaMetrics takes by default.
  static let bytes = 12_000
  /// After this time as many as ever are tried again.
  static let memory = Duration.seconds(600)
  /// The longest that a request of several may take.
  static let patience = Duration.seconds(1)

  /// What a server takes at once is another number for ranges than for moments.
  private struct Lane: Hashable {
    var server: ServerRole
    var isRange: Bool

    init(_ poll: Poll) {
      server = poll.server
      if case .range = poll.question { isRange = true } else { isRange = false }
    }
  }

  /// How many travel together where more are too many for a server, and until when.
  private var limits: [Lane: (polls: Int, until: Duration)] = [:]
  /// Failed requests whose polls are being asked alone, and whether one of these has failed.
  private var trials: [Int: Bool] = [:]

  /// What a poll can travel with; `nil` where it is asked alone.
  static func key(of poll: Poll) -> Key? {
    guard poll.isBatchable else { return nil }
    if case .instant(_, let moment) = poll.question { return .instant(poll.server, at: moment) }
    guard case .range(let window) = poll.question else { return nil }
    return .range(poll.server, end: window.end, length: window.length, step: window.step)
  }

  /// Whether a poll has room in a request.
  func fits(_ poll: Poll, in open: Open, at now: Duration) -> Bool {
    let limit = limits[Lane(poll)].flatMap { $0.until > now ? $0.polls : nil } ?? Self.limit
    return open.polls < limit && open.bytes + poll.expressionBytes <= Self.bytes
  }

  /// Notes that a request has failed, and its polls are asked alone.
  mutating func begin(_ trial: Int) {
    trials[trial] = trials[trial] ?? false
  }

  /// Notes how a poll did alone.
  ///
  /// - Parameters:
  ///   - poll: The poll.
  ///   - trial: The request that had failed.
  ///   - isAtFault: Whether the poll failed again.
  ///   - isLast: Whether it was the last one of that request.
  ///   - now: The time.
  mutating func note(
    _ poll: Poll,
    of trial: Trial,
    isAtFault: Bool,
    isLast: Bool,
    at now: Duration
  ) {
    let hasCulprit = isAtFault || trials[trial.request] == true
    trials[trial.request] = isLast ? nil : hasCulprit
    guard isLast, !hasCulprit else { return }
    limits[Lane(poll)] = (max(1, trial.size / 2), now + Self.memory)
  }

  /// Notes how long a request of several took.
  mutating func note(_ poll: Poll, among size: Int, took time: Duration, at now: Duration) {
    guard size > 1, time > Self.patience else { return }
    let share = Double(size) * Self.patience.inSeconds / time.inSeconds
    limits[Lane(poll)] = (max(1, Int(saturating: share)), now + Self.memory)
  }

  /// Forgets the requests of which no poll is left.
  mutating func keep(_ numbers: Set<Int>) {
    trials = trials.filter { numbers.contains($0.key) }
  }
}

extension Poll {
  /// The length of the expression; 0 for other questions.
  var expressionBytes: Int {
    if case .instant(let expression, _) = question { return expression.utf8.count }
    guard case .range(let window) = question else { return 0 }
    return window.expression.utf8.count
  }
}

extension SourceError {
  /// Whether one of several questions in a request may be what is wrong with it, or their number.
  var mayBeOneOfMany: Bool {
    switch self {
    case .api, .malformed, .tooMuch, .timedOut: true
    case .http(let status, _, _): [400, 413, 414, 422, 431, 504].contains(status)
    case .unreachable, .notReady, .unauthorized, .misconfigured, .cancelled: false
    }
  }
}
