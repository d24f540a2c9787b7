import Glibc
package import Screen

/// Facts about an opened terminal.
package struct TerminalFacts: Hashable, Sendable {
  /// Its columns and rows.
  package let size: Size
  /// Whether only ASCII can be drawn.
  package let usesASCII: Bool
  /// Deviations from what was asked, as text.
  package let notices: [String]
}

/// Gives curses a thread of its own, from opening the terminal to giving it back.
///
/// The library must be called from one thread only, reads keys and may be slow while a terminal
/// stalls; neither the loop that decides nor the pool that decodes answers should wait for that.
package struct TerminalThread: Sendable {
  private let options: TerminalOptions
  private let mailbox: TerminalMailbox
  private let deliver: @Sendable (TerminalEvent) -> Void

  /// Prepares a thread; `deliver` is called on it and must not wait.
  package init(
    _ options: TerminalOptions,
    mailbox: TerminalMailbox,
    deliver: @escaping @Sendable (TerminalEvent) -> Void
  ) {
    self.options = options
    self.mailbox = mailbox
    self.deliver = deliver
  }

  /// Starts the thread; both closures are called on it, `ended` only where `opened` was successful.
  ///
  /// - Parameters:
  ///   - opened: Told what the terminal is, or why it cannot be used.
  ///   - ended: Told when the terminal is as it was found.
  package func start(
    opened: @escaping @Sendable (Result<TerminalFacts, TerminalError>) -> Void,
    ended: @escaping @Sendable () -> Void
  ) {
    let job = Job { run(opened: opened, ended: ended) }
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(job).toOpaque()
    let status = pthread_create(
      &thread,
      nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      },
      argument
    )
    guard status == 0 else {
      Unmanaged<Job>.fromOpaque(argument).release()
      opened(.failure(.failed(errno: status)))
      return
    }
    pthread_detach(thread)
  }

  private func run(
    opened: (Result<TerminalFacts, TerminalError>) -> Void,
    ended: () -> Void
  ) {
    let terminal: CursesTerminal
    do throws(TerminalError) {
      terminal = try CursesTerminal(options)
    } catch {
      opened(.failure(error))
      return
    }
    opened(
      .success(
        TerminalFacts(
          size: terminal.size,
          usesASCII: terminal.usesASCII,
          notices: terminal.notices
        )
      )
    )
    terminal.run(mailbox: mailbox, deliver: deliver)
    ended()
  }

  private final class Job: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }
}
