/// Where finished frames go: a terminal, a recorder in tests, or nowhere.
package protocol Presenter: Sendable {
  /// Shows a frame soon; returns at once. A frame that is not shown yet is replaced by a newer one.
  func present(_ grid: Grid)
  /// Asks the terminal to put text on the clipboard (OSC 52); it may refuse without a word.
  func copy(_ text: String)
  /// Gives the terminal back to the shell until the process is continued.
  func suspend()
  /// Redraws everything, because the screen may be damaged.
  func redraw()
  /// Asks the terminal for acts of its mouse, which selects no text then, or no more.
  func setPointing(_ isOn: Bool)
  /// Leaves the terminal as it was found; nothing is shown afterwards.
  func finish()
  /// Whether a frame waits that the terminal has not taken.
  var hasWaitingFrame: Bool { get }
  /// Cost of presenting so far.
  var cost: PresentationCost { get }
}

/// Cost of presenting since the start.
package struct PresentationCost: Hashable, Sendable {
  /// Frames shown.
  package var frames: Int
  /// Frames replaced by a newer one before they were shown.
  package var droppedFrames: Int
  /// Bytes written to the terminal; `nil` where they cannot be counted.
  package var bytes: Int?

  package init(frames: Int = 0, droppedFrames: Int = 0, bytes: Int? = nil) {
    self.frames = frames
    self.droppedFrames = droppedFrames
    self.bytes = bytes
  }
}
