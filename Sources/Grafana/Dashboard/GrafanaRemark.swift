/// What an import has left out or changed.
package struct GrafanaRemark: Hashable, Sendable {
  /// What became of it.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A panel or query has no counterpart.
    case left = "not carried over"
    /// It was carried over, and something of it differs.
    case changed
    /// What was taken for a variable.
    case variable
  }

  /// What became of it.
  package let kind: Kind
  /// The title of the panel, or the name of the variable.
  package let subject: String
  /// The reason, and what to do where something can be done.
  package let text: String

  init(_ kind: Kind, _ subject: String, _ text: String) {
    (self.kind, self.subject, self.text) = (kind, subject, text)
  }
}
