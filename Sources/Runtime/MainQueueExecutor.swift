import Dispatch

/// Runs tasks on the main queue, which the main thread serves.
///
/// On Linux, Swift goes through the task's preferred executor whenever it leaves an actor to wait and
/// whenever it comes back. Without a preference that is the pool of all cores, where a large answer may
/// be in decoding on each of them.
final class MainQueueExecutor: TaskExecutor {
  static let shared = MainQueueExecutor()

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    DispatchQueue.main.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
