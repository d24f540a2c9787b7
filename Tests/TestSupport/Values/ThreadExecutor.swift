import NIOCore
import NIOPosix
import Synchronization

/// A thread of its own that runs tasks, and counts how often it was asked to.
package final class ThreadExecutor: TaskExecutor {
  private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  private let asked = Atomic(0)

  /// Makes a thread that has nothing to do.
  package init() {}

  /// How many jobs it was given.
  package var jobs: Int { asked.load(ordering: .relaxed) }

  package func enqueue(_ job: consuming ExecutorJob) {
    asked.add(1, ordering: .relaxed)
    let job = UnownedJob(job)
    group.next().execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Ends the thread.
  package func shutdown() async {
    try? await group.shutdownGracefully()
  }
}
