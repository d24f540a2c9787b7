import Logs

/// Finds out what the services log over time.
struct ShopLog: JourneySink {
  /// Of journeys without a warning only one in this many is logged; the others would drown it.
  static let thinning: UInt64 = 6
  /// Queries that are logged as slow, in microseconds.
  static let slowQuery: Int64 = 1_500_000

  /// Log records of the journeys so far, unordered.
  private(set) var records: [ShopLogRecord] = []
  private var journey = 0
  private var begin: Int64 = 0
  private var mark: UInt64 = 0
  private var isNotable = false

  /// Log records from one second since the epoch up to another, ascending.
  static func records(_ world: DemoWorld, from start: Int, to end: Int) -> [ShopLogRecord] {
    var cursor = Cursor(world, from: start)
    return cursor.advance(to: Int64(end) * 1_000_000)
  }

  mutating func begin(at moment: Int64, mark: UInt64) {
    (begin, self.mark, isNotable) = (moment, mark, false)
    journey = records.count
  }

  mutating func request(
    _ endpoint: ShopEndpoint,
    from start: Int64,
    to end: Int64,
    _ outcome: ShopOutcome
  ) {
    note(.request(endpoint, took: end - start, outcome), at: end)
  }

  mutating func query(_ query: ShopQuery, at end: Int64, took duration: Int64) {
    guard duration > Self.slowQuery else { return }
    note(.slowQuery(query, took: duration), at: end)
  }

  mutating func call(_ call: ShopCall, at end: Int64, took duration: Int64, timedOut: Bool) {
    note(.call(call, took: duration, timedOut: timedOut), at: end)
  }

  mutating func lookUp(_ cache: ShopCache, at end: Int64, took duration: Int64, isHit: Bool) {
    guard !isHit else { return }
    note(.miss(cache), at: end)
  }

  mutating func answer(_ answer: ModelAnswer, at end: Int64) {
    note(.answer(answer), at: end)
  }

  mutating func retry(_ attempt: Int, at moment: Int64, after pause: Int64) {
    note(.retry(attempt, pause: pause), at: moment)
  }

  mutating func finish() {
    guard !isNotable, mark % Self.thinning != 0 else { return }
    records.removeLast(records.count - journey)
  }

  private mutating func note(_ event: ShopLogRecord.Event, at moment: Int64) {
    let record = ShopLogRecord(
      moment: moment,
      begin: begin,
      mark: mark,
      step: records.count - journey,
      event: event
    )
    if record.level >= .warning { isNotable = true }
    records.append(record)
  }

  /// Hands out in order of time what is logged from a moment on.
  struct Cursor {
    private var walk: JourneyWalk<ShopLog>
    private var second: Int
    private let start: Int64

    /// Begins at a second since the epoch.
    init(_ world: DemoWorld, from start: Int) {
      walk = JourneyWalk(world, into: ShopLog())
      second = start - JourneyWalk<ShopLog>.longestSeconds
      self.start = Int64(start) * 1_000_000
    }

    /// Records up to a moment, in microseconds since the epoch, that were not handed out yet;
    /// ascending.
    mutating func advance(to end: Int64) -> [ShopLogRecord] {
      while Int64(second) * 1_000_000 < end {
        walk.walk(second: second)
        second += 1
      }
      return walk.sink.take(from: start, to: end)
    }
  }

  /// Takes out what is before a moment; what is before `start` is dropped.
  private mutating func take(from start: Int64, to end: Int64) -> [ShopLogRecord] {
    let place = records.partition { $0.moment < end }
    var taken = records[place...].filter { $0.moment >= start }
    records.removeLast(records.count - place)
    // Each journey is one of a kind, so that the order follows from the world alone.
    taken.sort { ($0.moment, $0.mark, $0.step) < ($1.moment, $1.mark, $1.step) }
    return Array(taken)
  }
}
