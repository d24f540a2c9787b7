package import Screen

/// Shows nothing anywhere: for commands that need a dashboard without a screen.
package struct NullPresenter: Presenter {
  /// Makes one.
  package init() {}

  package func present(_ grid: Grid) {}
  package func copy(_ text: String) {}
  package func suspend() {}
  package func redraw() {}
  package func finish() {}
  package var cost: PresentationCost { PresentationCost() }
}
