/// The names that other parts of goldtop give, against which settings are checked.
package struct ConfigVocabulary: Sendable {
  /// The panels that there are; empty to take any name.
  package var panels: [String]
  /// The views that there are, whose names no panel can have.
  package var views: [String]
  /// The actions that keys can be given to; empty to take any name.
  package var actions: [String]
  /// Says what is wrong with the text of a key; `nil` where nothing is.
  package var keyComplaint: @Sendable (String) -> String?
  /// Says what is wrong with all keys together, by the names of their actions; `nil` where nothing
  /// is.
  package var keysComplaint: @Sendable ([String: String]) -> String?

  /// Without arguments it accepts everything.
  package init(
    panels: [String] = [],
    views: [String] = [],
    actions: [String] = [],
    keyComplaint: @escaping @Sendable (String) -> String? = { _ in nil },
    keysComplaint: @escaping @Sendable ([String: String]) -> String? = { _ in nil }
  ) {
    self.panels = panels
    self.views = views
    self.actions = actions
    self.keyComplaint = keyComplaint
    self.keysComplaint = keysComplaint
  }
}
