import Runtime
import Testing

@Suite struct WakeUpTests {
  @Test func aCallBeforeTheWaitCounts() async {
    let wakeUp = WakeUp()
    wakeUp.wake()
    wakeUp.wake()
    await wakeUp.wait()
  }

  @Test func aWaitingTaskIsWoken() async {
    let wakeUp = WakeUp()
    async let waiting: Void = wakeUp.wait()
    wakeUp.wake()
    await waiting
  }

  @Test func aCancelledTaskDoesNotWait() async {
    let wakeUp = WakeUp()
    let task = Task { await wakeUp.wait() }
    task.cancel()
    await task.value
  }
}
