import Patterns

/// LogQL that was read: a query for lines, or one that counts them.
struct FakeLogQL: Sendable {
  /// How a label is compared with a text.
  enum Comparison: String, CaseIterable, Sendable {
    case notEqual = "!="
    case matches = "=~"
    case matchesNot = "!~"
    case equal = "="
  }

  /// What a label has to meet.
  struct Matcher: Sendable {
    var name: String
    var comparison: Comparison
    var value: String
    var pattern: FakeLogQLPattern?

    func isMet(by text: String) -> Bool {
      let isMatch = pattern.map { $0.matches(text) } ?? (text == value)
      return isMatch == (comparison == .equal || comparison == .matches)
    }
  }

  /// A filter of labels.
  indirect enum LabelFilter: Sendable {
    case matcher(Matcher)
    case number(String, String, Double)
    case both(LabelFilter, LabelFilter)
    case either(LabelFilter, LabelFilter)
  }

  /// A step of the pipeline.
  enum Stage: Sendable {
    /// Texts of which a line has to contain one, or none.
    case contains([String], negated: Bool)
    /// Expressions of which a line has to match one, or none.
    case matches([FakeLogQLPattern], negated: Bool)
    case json
    case logfmt(strict: Bool)
    case regexp(FakeLogQLPattern)
    case labels(LabelFilter)
    case drop([String])
  }

  /// How lines are counted.
  struct Count: Sendable {
    /// `count_over_time` or `bytes_over_time`.
    var function: String
    /// Nanoseconds.
    var width: Int64
    /// The labels by which series are told apart; `nil` for all.
    var groups: [String]?
  }

  var matchers: [Matcher] = []
  var stages: [Stage] = []
  /// `nil` for a query for lines.
  var count: Count?

  /// Whether lines come with labels that were parsed from them.
  var hasParser: Bool {
    stages.contains { stage in
      switch stage {
      case .json, .logfmt, .regexp: true
      default: false
      }
    }
  }
}

/// A regular expression as Go has them.
struct FakeLogQLPattern: Sendable {
  /// The names of its groups, in order.
  let names: [String]
  private let pattern: Pattern

  /// Compiles it; `nil` where it is none.
  ///
  /// - Parameters:
  ///   - source: In the syntax of RE2.
  ///   - isWhole: Whether all of a text has to match, as with labels.
  init?(_ source: String, isWhole: Bool) {
    guard let pattern = try? isWhole ? Pattern(anchored: source) : Pattern(source) else {
      return nil
    }
    self.pattern = pattern
    names = source.matches(of: /\(\?P<([A-Za-z0-9_]+)>/).map { String($0.1) }
  }

  func matches(_ text: String) -> Bool { pattern.matches(text) }

  /// The texts of the groups at the first match, where all groups have names.
  func groups(in text: String) -> [String: String] {
    guard let captures = pattern.captures(in: text) else { return [:] }
    let texts = captures.groups.suffix(names.count).map { $0 ?? "" }
    return Dictionary(zip(names, texts)) { first, _ in first }
  }
}
