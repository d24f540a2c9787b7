import CTerminal
package import Screen
import Synchronization

/// The program's handle on its terminal: frames and requests go in from any thread, and the
/// terminal's own thread takes them out.
///
/// Nothing here waits. There is room for one frame and one request of each kind: a newer frame takes
/// the place of one that the terminal has not taken yet, which then counts as dropped.
package final class TerminalMailbox: Presenter, Sendable {
  /// Something to do besides showing a frame.
  enum Request: Hashable, Sendable {
    case copy(String)
    case suspend
    case redraw
    case pointing(Bool)

    fileprivate func isOfSameKind(as other: Request) -> Bool {
      switch (self, other) {
      case (.copy, .copy), (.suspend, .suspend), (.redraw, .redraw), (.pointing, .pointing): true
      default: false
      }
    }
  }

  /// Pending work: the requests in order, then the frame.
  struct Delivery: Hashable, Sendable {
    var requests: [Request] = []
    var frame: Grid?
  }

  private struct State: Sendable {
    var waiting = Delivery()
    var isFinished = false
    var cost = PresentationCost(bytes: 0)
  }

  /// The descriptor that wakes the terminal's thread.
  let wake: Int32
  private let state = Mutex(State())

  package init() {
    wake = ct_wake_open()
  }

  deinit {
    if wake >= 0 { ct_wake_close(wake) }
  }

  /// Has a frame shown soon, in place of one that waits.
  package func present(_ grid: Grid) {
    change { state in
      if state.waiting.frame != nil { state.cost.droppedFrames += 1 }
      state.waiting.frame = grid
    }
  }

  /// Has a text offered to the clipboard, in place of one that waits.
  package func copy(_ text: String) {
    ask(for: .copy(text))
  }

  /// Has the process stopped as by Ctrl-Z in a shell.
  package func suspend() {
    ask(for: .suspend)
  }

  /// Requests a redraw of the whole screen.
  package func redraw() {
    ask(for: .redraw)
  }

  /// Has acts of the mouse told, or no more.
  package func setPointing(_ isOn: Bool) {
    ask(for: .pointing(isOn))
  }

  /// Ends `CursesTerminal.run`; what waits is not shown any more.
  package func finish() {
    change { state in
      state.isFinished = true
      state.waiting = Delivery()
    }
  }

  /// Whether a frame waits: as long as the terminal has not taken all of the last one.
  package var hasWaitingFrame: Bool {
    state.withLock { $0.waiting.frame != nil }
  }

  /// Frames shown and their cost; bytes are counted exactly.
  package var cost: PresentationCost {
    state.withLock { $0.cost }
  }

  /// Whether `finish()` was called.
  var isFinished: Bool {
    state.withLock { $0.isFinished }
  }

  /// Takes what waits.
  func take() -> Delivery {
    state.withLock { state in
      defer { state.waiting = Delivery() }
      return state.waiting
    }
  }

  /// Adds what the terminal has done to the cost.
  func note(frames: Int = 0, bytes: Int = 0) {
    state.withLock { state in
      state.cost.frames += frames
      state.cost.bytes = (state.cost.bytes ?? 0) + bytes
    }
  }

  private func ask(for request: Request) {
    change { state in
      state.waiting.requests.removeAll { $0.isOfSameKind(as: request) }
      state.waiting.requests.append(request)
    }
  }

  private func change(_ body: (inout State) -> Void) {
    state.withLock { state in
      guard !state.isFinished else { return }
      body(&state)
    }
    ct_wake(wake)
  }
}
