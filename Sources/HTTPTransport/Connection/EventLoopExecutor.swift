import NIOCore

/// Runs tasks on the thread of an event loop.
///
/// A request does little between its connection's events; on a thread of its own each step
/// would wake that thread and then the loop again, which costs more than the step.
final class EventLoopExecutor: TaskExecutor {
  private let loop: any EventLoop

  init(_ loop: any EventLoop) {
    self.loop = loop
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Waits by the loop's own clock; throws when the task is cancelled.
  func sleep(for duration: Duration) async throws {
    let timer = loop.scheduleTask(in: TimeAmount(duration)) {}
    try await withTaskCancellationHandler {
      try await timer.futureResult.get()
    } onCancel: {
      timer.cancel()
    }
  }
}
