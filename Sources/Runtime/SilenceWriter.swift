import Dashboard
import Telemetry

/// Carries out orders to change silences, one after the other, each once.
final class SilenceWriter: Sendable {
  private let keeper: (any SilenceKeeper)?
  private let environment: RuntimeEnvironment
  private let deadline: Duration
  private let emit: @Sendable (SilenceOutcome) -> Void
  private let orders: AsyncStream<SilenceOrder>
  private let queue: AsyncStream<SilenceOrder>.Continuation

  /// - Parameters:
  ///   - keeper: Where silences are set; `nil` where nothing may be changed.
  ///   - environment: Time.
  ///   - deadline: The time that an order may take.
  ///   - emit: Takes each outcome; must not wait.
  init(
    _ keeper: (any SilenceKeeper)?,
    environment: RuntimeEnvironment,
    deadline: Duration,
    emit: @escaping @Sendable (SilenceOutcome) -> Void
  ) {
    self.keeper = keeper
    self.environment = environment
    self.deadline = deadline
    self.emit = emit
    (orders, queue) = AsyncStream.makeStream()
  }

  /// Carries an order out when those before are done; never waits.
  func write(_ order: SilenceOrder) {
    queue.yield(order)
  }

  /// Works until its task is cancelled.
  func run() async {
    for await order in orders {
      let result = await outcome(of: order)
      environment.log("silence", "\(result)")
      emit(SilenceOutcome(order, at: environment.now(), result))
    }
  }

  private func outcome(of order: SilenceOrder) async -> Result<String, SourceError> {
    guard let keeper else { return .failure(.misconfigured("goldtop only reads")) }
    do throws(SourceError) {
      switch order {
      case .set(let content, let id):
        return .success(try await keeper.setSilence(content, changing: id, deadline: deadline))
      case .expire(let id):
        try await keeper.expireSilence(id, deadline: deadline)
        return .success(id)
      }
    } catch {
      return .failure(error)
    }
  }
}
