package import Screen

/// Shows nothing anywhere: for commands that need a dashboard without a screen.
package struct NullPresenter: Presenter {
  package init() {}

  /// Drops the frame.
  package func present(_ grid: Grid) {}
  /// Drops the text.
  package func copy(_ text: String) {}
  /// Has no terminal to give back.
  package func suspend() {}
  /// Has nothing to draw.
  package func redraw() {}
  /// Has nothing to leave.
  package func finish() {}
  /// Always nothing.
  package var cost: PresentationCost { PresentationCost() }
}
