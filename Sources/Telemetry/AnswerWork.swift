/// Where an answer is decoded, ordered and merged.
///
/// Small answers stay on the thread that they came in on, since waking another one costs more than
/// they do. What a large one needs would hold that thread, and with it all other connections: it runs
/// on another executor.
package struct AnswerWork: Sendable {
  /// Bytes of a body that are still small: some milliseconds at most.
  package static let small = 128 << 10

  private let executor: any TaskExecutor

  /// - Parameter executor: Where large answers are worked on; by default the pool of all cores.
  package init(apart executor: any TaskExecutor = globalConcurrentExecutor) {
    self.executor = executor
  }

  /// Does something with an answer.
  ///
  /// - Parameters:
  ///   - bytes: The length of its body.
  ///   - work: What is done; must not wait for anything.
  /// - Returns: What the work gives.
  /// - Throws: What the work throws.
  package func run<Value: Sendable, Failure: Error>(
    bytes: Int,
    _ work: @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    guard bytes > Self.small else { return try work() }
    return try await withTaskExecutorPreference(executor) { () async throws(Failure) -> Value in
      try await Self.apart(work)
    }
  }

  @concurrent
  private static func apart<Value: Sendable, Failure: Error>(
    _ work: @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    try work()
  }
}
