import Patterns
import Telemetry

/// A matcher made ready to be asked about many values.
struct LabelTest {
  /// The label's name.
  let name: String
  /// Whether it is a regular expression, `!~` too.
  let isPattern: Bool

  private let comparison: LabelMatcher.Comparison
  private let value: String
  /// The texts of a pattern that is nothing but alternatives, as dashboards make them.
  private let alternatives: Set<ByteText>?
  private let pattern: Pattern?

  /// An invalid pattern matches nothing; evaluators reject it first.
  init(_ matcher: LabelMatcher) {
    name = matcher.name
    comparison = matcher.comparison
    value = matcher.value
    isPattern = comparison == .matches || comparison == .matchesNot
    alternatives = isPattern ? Self.alternatives(in: matcher.value) : nil
    pattern =
      isPattern && alternatives == nil ? try? Pattern(anchored: matcher.value) : nil
  }

  /// The only value that is accepted, where that is known.
  var equalValue: String? {
    if comparison == .equal { return value }
    guard comparison == .matches, let alternatives, alternatives.count == 1 else { return nil }
    return alternatives.first?.text
  }

  /// Whether a value is accepted; the empty text stands for a label that is not there.
  func accepts(_ text: String) -> Bool {
    switch comparison {
    case .equal: ByteText.areEqual(text, value)
    case .notEqual: !ByteText.areEqual(text, value)
    case .matches: isMatch(text)
    case .matchesNot: !isMatch(text)
    }
  }

  private func isMatch(_ text: String) -> Bool {
    if let alternatives { return alternatives.contains(ByteText(text)) }
    return pattern?.matches(text) ?? false
  }

  private static func alternatives(in pattern: String) -> Set<ByteText>? {
    let isPlain = pattern.utf8.allSatisfy { byte in
      byte >= 0x80 || !"\\.+*?()[]{}^$".utf8.contains(byte)
    }
    guard isPlain else { return nil }
    // By scalars: an accent behind a bar would make one character of both.
    return Set(
      pattern.unicodeScalars.split(separator: "|", omittingEmptySubsequences: false)
        .map { ByteText(String($0)) }
    )
  }
}

/// Tests that remember what they said of a value.
struct LabelTests {
  private let tests: [LabelTest]
  private var verdicts: [[ByteText: Bool]]

  init(_ matchers: [LabelMatcher]) {
    tests = matchers.map(LabelTest.init)
    verdicts = Array(repeating: [:], count: matchers.count)
  }

  var count: Int { tests.count }

  subscript(index: Int) -> LabelTest { tests[index] }

  /// Whether one test accepts a value.
  mutating func accepts(_ index: Int, _ text: String) -> Bool {
    guard tests[index].isPattern else { return tests[index].accepts(text) }
    if let verdict = verdicts[index][ByteText(text)] { return verdict }
    let verdict = tests[index].accepts(text)
    verdicts[index][ByteText(text)] = verdict
    return verdict
  }

  /// Whether all tests accept the labels of a series.
  mutating func accept(_ labels: LabelSet) -> Bool {
    for index in tests.indices where !accepts(index, labels[tests[index].name] ?? "") {
      return false
    }
    return true
  }
}
