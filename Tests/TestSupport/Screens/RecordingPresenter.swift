package import Screen

/// Keeps all that would have gone to a terminal.
package final class RecordingPresenter: Presenter {
  /// One call of the presenter.
  package enum Act: Hashable, Sendable {
    /// A frame.
    case frame(Grid)
    /// A text for the clipboard.
    case copy(String)
    /// The terminal given back.
    case suspend
    /// Everything drawn anew.
    case redraw
    /// The mouse asked for, or no more.
    case pointing(Bool)
    /// The end.
    case finish
  }

  private let record = ScriptedState<[Act]>([])
  /// Whether the terminal is said to take nothing.
  package let isStalled = ScriptedState(false)

  /// Makes a presenter that has shown nothing.
  package init() {}

  /// All calls in order.
  package var acts: [Act] { record.value }
  /// The frames in order.
  package var frames: [Grid] { Self.frames(record.value) }

  /// Waits until so many frames were shown.
  ///
  /// - Parameter count: At least how many.
  /// - Returns: all frames by then.
  /// - Throws: `CancellationError` when the test is given up.
  @discardableResult
  package func frames(atLeast count: Int) async throws -> [Grid] {
    Self.frames(try await record.first { Self.frames($0).count >= count })
  }

  /// Waits for a frame that meets a condition.
  ///
  /// - Parameter isMet: The condition.
  /// - Returns: the first such frame.
  /// - Throws: `CancellationError` when the test is given up.
  @discardableResult
  package func frame(where isMet: (Grid) -> Bool) async throws -> Grid? {
    Self.frames(try await record.first { Self.frames($0).contains(where: isMet) })
      .first(where: isMet)
  }

  /// Waits for a call.
  ///
  /// - Parameter act: The call.
  /// - Throws: `CancellationError` when the test is given up.
  package func act(_ act: Act) async throws {
    _ = try await record.first { $0.contains(act) }
  }

  package func present(_ grid: Grid) { note(.frame(grid)) }
  package func copy(_ text: String) { note(.copy(text)) }
  package func suspend() { note(.suspend) }
  package func redraw() { note(.redraw) }
  package func setPointing(_ isOn: Bool) { note(.pointing(isOn)) }
  package func finish() { note(.finish) }
  package var hasWaitingFrame: Bool { isStalled.value }
  package var cost: PresentationCost { PresentationCost(frames: frames.count) }

  private func note(_ act: Act) {
    record.change { $0.append(act) }
  }

  private static func frames(_ acts: [Act]) -> [Grid] {
    acts.compactMap { act in
      if case .frame(let grid) = act { grid } else { nil }
    }
  }
}
