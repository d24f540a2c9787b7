/// A piece of text with one style, and how long it stays when room is short.
package struct TextSpan: Hashable, Sendable {
  /// The text; it passes `VisibleText` when it is drawn.
  package var text: String
  /// How it is drawn.
  package var style: Style
  /// Spans with a smaller number are left out earlier; `TextSpan.kept` ones are cut instead.
  package var priority: Int
  /// What a pointer finds there; `nil` for nothing.
  package var target: Target?
  /// Where its text leads to in terminals that have links; `nil` for nowhere.
  package var address: String?

  /// The priority of spans that are never left out.
  package static let kept = Int.max

  /// Never left out unless it has a priority.
  package init(_ text: String, _ style: Style = .plain, priority: Int = TextSpan.kept) {
    self.text = text
    self.style = style
    self.priority = priority
  }

  package init(
    _ text: String,
    _ role: Role,
    _ emphasis: Emphasis = [],
    priority: Int = TextSpan.kept
  ) {
    self.init(text, Style(role, emphasis), priority: priority)
  }

  /// The same as a link.
  package func leading(to address: String) -> TextSpan {
    var span = self
    span.address = address
    return span
  }

  /// The same where a pointer finds something.
  package func standing(for target: Target) -> TextSpan {
    var span = self
    span.target = target
    return span
  }

  /// Its columns.
  package var width: Int { VisibleText.width(of: text) }
}
