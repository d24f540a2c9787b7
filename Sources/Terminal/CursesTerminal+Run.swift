import CTerminal
import Screen

extension CursesTerminal {
  /// Shows what comes into the mailbox and hands out what the terminal tells, until the mailbox is
  /// finished; then the terminal is as it was found.
  ///
  /// Keeps the calling thread. When the terminal is gone or a signal asked for the end, and the program
  /// has not finished the mailbox half a second later, the process ends.
  ///
  /// `deliver` is called on this thread and must not wait for anything.
  package func run(mailbox: TerminalMailbox, deliver: (TerminalEvent) -> Void) {
    while !mailbox.isFinished, !lifetime.isOver(now: .now) {
      if output.isEmpty { handle(mailbox.take(), mailbox: mailbox, deliver: deliver) }
      output.flush()
      mailbox.note(bytes: output.takeCount())
      if output.isGone { hangUp(deliver) }
      // A frame that came while the terminal was busy wakes nobody a second time.
      if output.isEmpty, mailbox.hasWaitingFrame { continue }
      wait(wake: mailbox.wake, deliver: deliver)
    }
    close()
    mailbox.note(bytes: output.takeCount())
    if !mailbox.isFinished { TerminalRescue.abandon(status: lifetime.status) }
  }

  private func handle(
    _ delivery: TerminalMailbox.Delivery,
    mailbox: TerminalMailbox,
    deliver: (TerminalEvent) -> Void
  ) {
    for request in delivery.requests {
      switch request {
      case .copy(let text): output.append(ClipboardSequence.bytes(for: text))
      case .redraw: forgetScreen()
      case .pointing(let isOn): setPointing(isOn)
      case .suspend: suspend(wholeGroup: true, deliver: deliver)
      }
    }
    let frame = delivery.frame ?? (shown == nil ? latest : nil)
    if let frame, !isAway, show(frame) { mailbox.note(frames: 1) }
  }

  // MARK: Waiting

  private func wait(wake: Int32, deliver: (TerminalEvent) -> Void) {
    let timeout = lifetime.timeout(now: .now, other: keysAreCompleteAt)
    let ready = Int(
      ct_wait(
        wake,
        lifetime.isHungUp ? 0 : 1,
        output.isEmpty ? 0 : 1,
        timeout.map(Self.milliseconds) ?? -1
      )
    )
    if ready & CT_SIGNAL != 0 { handleSignals(deliver) }
    if ready & CT_KEYS != 0 { readKeys(deliver) }
    if ready & CT_HUNG_UP != 0 { hangUp(deliver) }
    // Frames and signals may come all the time: what counts is that no key has.
    if ready & CT_KEYS == 0, let end = keysAreCompleteAt, end <= .now {
      keysAreCompleteAt = nil
      decoder.expire().forEach(deliver)
    }
  }

  private static func milliseconds(_ duration: Duration) -> Int32 {
    let parts = duration.components
    // Up, so that the time is over when the wait is.
    return Int32(
      parts.seconds * 1000 + (parts.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    )
  }

  private func readKeys(_ deliver: (TerminalEvent) -> Void) {
    var gone = false
    let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      let read = ct_read(buffer.baseAddress, buffer.count)
      gone = read < 0
      count = max(0, read)
    }
    let events = decoder.feed(bytes)
    keysAreCompleteAt = decoder.patience.map { .now + $0 }
    events.forEach(deliver)
    if gone { hangUp(deliver) }
  }

  private func hangUp(_ deliver: (TerminalEvent) -> Void) {
    guard !lifetime.isHungUp else { return }
    lifetime.hangUp(now: .now)
    deliver(.hungUp)
  }

  // MARK: Signals

  private func handleSignals(_ deliver: (TerminalEvent) -> Void) {
    let arrived = arrivedSignals()
    if reportTermination(among: arrived, deliver) { return }
    for signal in arrived {
      switch Int(signal) {
      case CT_SIGWINCH: if updateSize() { deliver(.resized(size)) }
      case CT_SIGTSTP: suspend(wholeGroup: false, deliver: deliver)
      case CT_SIGCONT: resume(deliver)
      default: break
      }
    }
  }

  private func arrivedSignals() -> [Int32] {
    var signals: [Int32] = []
    while case let signal = ct_next_signal(), signal != 0 { signals.append(signal) }
    return signals
  }

  /// Tells of a signal that asks for the end, if there is one or has been one.
  ///
  /// Then the others do not matter any more. A shell that kills a stopped program continues it too,
  /// and taking the terminal back for a moment would only stop it again.
  private func reportTermination(
    among signals: [Int32],
    _ deliver: (TerminalEvent) -> Void
  ) -> Bool {
    for signal in signals.compactMap(TerminationSignal.init) {
      lifetime.terminate(signal, now: .now)
      deliver(.terminated(signal))
    }
    return lifetime.isEnding
  }

  /// Gives the terminal to the shell, stops, and continues here on SIGCONT.
  ///
  /// Where no shell could continue the process, the system does not stop it, and the screen is only
  /// redrawn.
  private func suspend(wholeGroup: Bool, deliver: (TerminalEvent) -> Void) {
    guard !lifetime.isEnding else { return }
    leave()
    ct_stop(wholeGroup ? 1 : 0)
    if !reportTermination(among: arrivedSignals(), deliver) { resume(deliver) }
  }

  /// Takes the terminal again: whoever had it meanwhile may have changed its modes and its screen.
  private func resume(_ deliver: (TerminalEvent) -> Void) {
    enter()
    if updateSize() { deliver(.resized(size)) }
    deliver(.resumed)
  }
}
