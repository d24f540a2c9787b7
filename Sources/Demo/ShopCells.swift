/// Where each count has its place in a row of whole numbers.
///
/// Seconds are kept in millionths, dollars in billionths: sums of whole numbers come out the same
/// from either end, so that a counter never seems to go back by a rounding.
enum ShopCells {
  /// Upper bounds of request durations in microseconds; what is longer has a cell of its own.
  static let requestBounds: [Int64] = [
    10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000,
  ]
  /// The same of queries.
  static let queryBounds: [Int64] = [
    1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
  ]

  private static let outcomes = ShopOutcome.allCases.count
  private static let requestWidth = requestBounds.count + 2
  private static let queryWidth = queryBounds.count + 2

  private static let durationsStart = ShopEndpoint.allCases.count * outcomes
  private static let queriesStart = durationsStart + ShopEndpoint.allCases.count * requestWidth
  private static let callsStart = queriesStart + ShopQuery.allCases.count * queryWidth
  private static let cacheStart = callsStart + ShopCall.allCases.count * requestWidth
  private static let tokensStart = cacheStart + ShopCache.allCases.count * 2
  private static let costStart =
    tokensStart + ShopModel.allCases.count * ShopTask.allCases.count * 2
  private static let processorStart =
    costStart + ShopModel.allCases.count * ShopTask.allCases.count
  private static let othersStart = processorStart + ShopService.allCases.count
  private static let nodeStart = othersStart + Other.allCases.count
  /// The number of cells.
  static let count = nodeStart + nodeProcessors * NodeMode.allCases.count

  /// Counts that stand alone.
  enum Other: Int, CaseIterable {
    case redisCommands, redisMicroseconds, redisEvictions, commits, rollbacks, retries
    case diskRead, diskWritten, received, sent
  }

  /// Modes of a CPU.
  enum NodeMode: Int, CaseIterable {
    case idle, user, system, iowait
  }

  /// The processors of the machine.
  static let nodeProcessors = 4

  @inline(__always)
  static func request(_ endpoint: ShopEndpoint, _ outcome: ShopOutcome) -> Int {
    endpoint.rawValue * outcomes + outcome.rawValue
  }

  /// The first bucket of an endpoint's durations; all buckets follow, then the sum.
  @inline(__always)
  static func durations(_ endpoint: ShopEndpoint) -> Int {
    durationsStart + endpoint.rawValue * requestWidth
  }

  /// The same of a query.
  @inline(__always)
  static func queries(_ query: ShopQuery) -> Int { queriesStart + query.rawValue * queryWidth }

  /// The same of a call.
  @inline(__always)
  static func calls(_ call: ShopCall) -> Int { callsStart + call.rawValue * requestWidth }

  /// Hits, and after them misses.
  @inline(__always)
  static func cache(_ cache: ShopCache) -> Int { cacheStart + cache.rawValue * 2 }

  /// Tokens sent, and after them tokens received.
  @inline(__always)
  static func tokens(_ model: ShopModel, _ task: ShopTask) -> Int {
    tokensStart + (model.rawValue * ShopTask.allCases.count + task.rawValue) * 2
  }

  /// Billionths of a dollar.
  @inline(__always)
  static func cost(_ model: ShopModel, _ task: ShopTask) -> Int {
    costStart + model.rawValue * ShopTask.allCases.count + task.rawValue
  }

  /// Microseconds of a processor.
  @inline(__always)
  static func processor(_ service: ShopService) -> Int { processorStart + service.rawValue }

  @inline(__always)
  static func other(_ other: Other) -> Int { othersStart + other.rawValue }

  /// Microseconds of one of the machine's processors.
  static func node(_ processor: Int, _ mode: NodeMode) -> Int {
    nodeStart + processor * NodeMode.allCases.count + mode.rawValue
  }
}
