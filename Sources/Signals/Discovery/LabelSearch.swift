/// A question to a server's index: the values of a label among the series that match.
///
/// It costs the server a look at its index and no sample, however many series there are.
package struct LabelSearch: Hashable, Sendable, Codable {
  /// The label; `__name__` for the names of metrics.
  package var label: String
  /// Series selectors, any of which may match; empty for all series.
  package var selectors: [String]

  package init(_ label: String, _ selectors: [String] = []) {
    self.label = label
    self.selectors = selectors
  }
}
