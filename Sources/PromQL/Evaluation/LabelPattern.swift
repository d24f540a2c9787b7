import Patterns

/// The regular expression of `label_replace`, which has to fit the whole value.
struct LabelPattern {
  /// What the groups of an expression took from a value.
  struct Captures {
    /// Group 0 is the whole value; `nil` for a group that took no part.
    var groups: [String?]
    /// The names of the groups from 1 on; `nil` for one without a name.
    var names: [String?] = []

    subscript(number: Int) -> String? {
      groups.indices.contains(number) ? groups[number] : nil
    }

    subscript(name: String) -> String? {
      names.firstIndex(of: name).flatMap { self[$0 + 1] }
    }
  }

  private let pattern: Pattern

  /// `nil` for an expression that is none.
  init?(_ source: String) {
    guard let pattern = try? Pattern(anchored: source) else { return nil }
    self.pattern = pattern
  }

  func captures(in value: String) -> Captures? {
    guard let groups = pattern.captures(in: value) else { return nil }
    return Captures(groups: groups, names: pattern.groupNames)
  }
}
