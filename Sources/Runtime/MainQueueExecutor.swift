import Dispatch

/// Runs tasks on the main queue, which the main thread serves.
///
/// On Linux, Swift resumes every continuation on the task's preferred executor before it goes back to
/// the actor that waited. Without a preference that is the pool of all cores, where a large answer may
/// be in decoding on each of them.
final class MainQueueExecutor: TaskExecutor {
  static let shared = MainQueueExecutor()

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    DispatchQueue.main.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
