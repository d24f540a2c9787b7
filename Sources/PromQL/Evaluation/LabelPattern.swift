/// The regular expression of `label_replace`, which has to fit the whole value.
struct LabelPattern {
  /// What the groups of an expression took from a value.
  struct Captures {
    /// Group 0 is the whole value; `nil` for a group that took no part.
    var groups: [Substring?]

    subscript(number: Int) -> String? {
      groups.indices.contains(number) ? groups[number].map(String.init) : nil
    }

    subscript(name: String) -> String? { nil }
  }

  private let source: String

  /// `nil` for an expression that is none.
  init?(_ source: String) {
    guard (try? Regex(source)) != nil else { return nil }
    self.source = source
  }

  func captures(in value: String) -> Captures? {
    guard let match = try? Regex(source).wholeMatch(in: value) else { return nil }
    return Captures(groups: (0..<match.output.count).map { match.output[$0].substring })
  }
}
