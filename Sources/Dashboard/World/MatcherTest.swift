import Patterns
package import Telemetry

/// Matchers as Alertmanager understands them, ready to be tried on many alerts.
package struct MatcherTest {
  private let tests: [(matcher: LabelMatcher, pattern: Pattern?)]

  /// `nil` where a regular expression cannot be read.
  package init?(_ matchers: [LabelMatcher]) {
    var tests: [(matcher: LabelMatcher, pattern: Pattern?)] = []
    for matcher in matchers {
      guard matcher.isRegex else {
        tests.append((matcher, nil))
        continue
      }
      guard let pattern = try? Pattern(anchored: matcher.value) else { return nil }
      tests.append((matcher, pattern))
    }
    self.tests = tests
  }

  /// Whether labels meet all matchers; a label that is not there is as one that is empty.
  package func matches(_ labels: LabelSet) -> Bool {
    tests.allSatisfy { test in
      let value = labels[test.matcher.name] ?? ""
      return switch test.matcher.comparison {
      case .equal: ByteText.areEqual(value, test.matcher.value)
      case .notEqual: !ByteText.areEqual(value, test.matcher.value)
      case .matches: test.pattern?.matches(value) == true
      case .matchesNot: test.pattern?.matches(value) == false
      }
    }
  }

  /// What is wrong with matchers that a person types; `nil` where nothing is.
  static func problem(in text: String) -> String? {
    do throws(SelectorProblem) {
      let matchers = try LabelMatcher.parse(text)
      guard !matchers.isEmpty else { return "at least one matcher is needed" }
      for matcher in matchers where matcher.isRegex {
        do throws(PatternProblem) {
          _ = try Pattern(anchored: matcher.value)
        } catch {
          return "\(matcher.name): \(error.message)"
        }
      }
      return nil
    } catch {
      return error.message
    }
  }
}

extension LabelMatcher {
  /// Whether its value is a regular expression.
  fileprivate var isRegex: Bool { comparison == .matches || comparison == .matchesNot }
}
