extension Model {
  /// The name of the overview among the views.
  package static let overviewID = "overview"

  /// The names of what can fill the screen: the overview, then all that `Tab` goes through.
  package var views: [String] { [Self.overviewID] + focusable }

  /// Fills the screen with a view of `views`, before the start.
  package mutating func show(_ view: String) {
    fullScreen = view == Self.overviewID ? nil : view
    focus = fullScreen
  }
}
