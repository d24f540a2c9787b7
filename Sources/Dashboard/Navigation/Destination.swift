/// A name under which a view is opened.
package struct Destination: Hashable, Sendable {
  /// The name: that of a view or a panel.
  package let name: String
  /// The view.
  package let view: ViewID
  /// The subject; `nil` if the view is enough.
  package let subject: Subject?

  /// Names a view.
  package init(name: String, view: ViewID, subject: Subject?) {
    self.name = name
    self.view = view
    self.subject = subject
  }
}
