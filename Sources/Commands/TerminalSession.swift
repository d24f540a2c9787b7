import Dashboard
import Runtime
import Synchronization
import Terminal

/// An open terminal: its thread, what it tells, and what is put into it.
final class TerminalSession: Sendable {
  let mailbox: TerminalMailbox
  let inbox: EventInbox
  let facts: TerminalFacts
  private let ending: Ending

  private init(
    _ mailbox: TerminalMailbox,
    _ inbox: EventInbox,
    _ facts: TerminalFacts,
    _ ending: Ending
  ) {
    self.mailbox = mailbox
    self.inbox = inbox
    self.facts = facts
    self.ending = ending
  }

  /// The signal that asked for the end; `nil` where the user did.
  var signal: TerminationSignal? { ending.signal.withLock { $0 } }

  /// Opens the terminal on a thread of its own.
  static func open(_ options: TerminalOptions) async throws -> TerminalSession {
    let mailbox = TerminalMailbox()
    let inbox = EventInbox()
    let ending = Ending()
    let thread = TerminalThread(options, mailbox: mailbox) { event in
      switch event {
      case .key(let key): inbox.send(.key(key))
      case .pointer(let pointer): inbox.send(.pointer(pointer))
      case .resized(let size): inbox.send(.resized(size))
      case .resumed: inbox.send(.resumed)
      case .hungUp: inbox.send(.terminated)
      case .terminated(let signal):
        ending.signal.withLock { $0 = signal }
        inbox.send(.terminated)
      }
    }
    let opened = await withCheckedContinuation { continuation in
      thread.start {
        continuation.resume(returning: $0)
      } ended: {
        ending.close()
      }
    }
    switch opened {
    case .success(let facts): return TerminalSession(mailbox, inbox, facts, ending)
    case .failure(let error): throw CommandEnd(.usage, error.description)
    }
  }

  /// Restores the terminal; if that takes longer than a second, ends the process.
  @MainActor
  func close() async {
    mailbox.finish()
    let limit = Task { [ending] in
      try? await Task.sleep(for: .seconds(1))
      ending.wakeUp.wake()
    }
    await ending.wakeUp.wait()
    limit.cancel()
    if !ending.isClosed.withLock({ $0 }) {
      TerminalRescue.abandon(status: signal?.exitStatus ?? ExitStatus.fine.rawValue)
    }
  }

  /// How the session ended, written by the terminal's thread.
  private final class Ending: Sendable {
    let signal = Mutex<TerminationSignal?>(nil)
    let isClosed = Mutex(false)
    let wakeUp = WakeUp()

    func close() {
      isClosed.withLock { $0 = true }
      wakeUp.wake()
    }
  }
}
