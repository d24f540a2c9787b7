import Patterns
import Telemetry

/// Values that become part of PromQL or LogQL.
extension ConfigKind {
  /// Matchers of series, `job="backend"`.
  static let selector = selector { matcher in
    matcher.name == "__name__"
      ? "a matcher on '__name__' conflicts with goldtop's own metric names: remove it"
      : nil
  }

  /// Matchers of log streams.
  static let logSelector = selector { matcher in
    LogQLText.isName(LogQLText.name(matcher.name))
      ? nil : "\(Words.quoted(matcher.name)) is a LogQL keyword, not a label: remove it"
  }

  private static func selector(
    _ check: @escaping @Sendable (LabelMatcher) -> String?
  ) -> ConfigKind {
    text("matchers such as 'job=\"backend\"'", allowsNone: true, allowsLines: true) { text in
      do throws(SelectorProblem) {
        return try LabelMatcher.parse(text).lazy
          .compactMap { check($0) ?? patternComplaint($0) }.first
      } catch {
        return "\(Words.quoted(text)) is not a selector: \(error.message)"
      }
    }
  }

  private static func patternComplaint(_ matcher: LabelMatcher) -> String? {
    guard [.matches, .matchesNot].contains(matcher.comparison) else { return nil }
    return patternComplaint(matcher.value)
  }

  /// A regular expression, as a label has to fit it whole.
  static let pattern = text("a regular expression", check: patternComplaint)

  @Sendable private static func patternComplaint(_ text: String) -> String? {
    do throws(PatternProblem) {
      _ = try Pattern(anchored: text)
      return nil
    } catch {
      return "\(Words.quoted(text)) is not a valid regular expression: \(error.message)"
    }
  }

  /// The name of a metric, in any script, as Prometheus 3 takes them.
  static let metricName = seriesName("a metric")

  /// The name of a label, likewise.
  static let labelName = seriesName("a label")

  /// A name without anything that PromQL gives a meaning to, as every instrumentation makes them.
  ///
  /// A server would take nearly every text for a name, also a whole expression, and find nothing.
  private static func seriesName(_ what: String) -> ConfigKind {
    text("the name of \(what)") { text in
      let isName = text.unicodeScalars.allSatisfy { scalar in
        scalar.isASCII
          ? scalar.properties.isAlphabetic || "0123456789_:.-/".unicodeScalars.contains(scalar)
          : !scalar.properties.isWhitespace && !Words.isInvisible(scalar)
      }
      return isName
        ? nil
        : "\(Words.quoted(text)) is not the name of \(what): write only the name, without "
          + "matchers, functions, quotes or white space"
    }
  }
}
