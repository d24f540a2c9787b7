package import PromQL
import Telemetry

/// What keeps the expression of a rule from ever giving an element.
package struct RuleObstacle: Hashable, Sendable {
  /// Kinds of obstacle.
  package enum Kind: Hashable, Sendable {
    /// There are no series of a selector.
    case missing
    /// A comparison holds for no value.
    case impossible
    /// A range is too short to hold two samples.
    case short
  }

  /// What kind it is.
  package var kind: Kind
  /// The part of the expression, as PromQL.
  package var part: String
  /// The obstacle in words, without the part.
  package var words: String
  /// What to paste or to do.
  package var remedy: String
}

/// Looks for what keeps an expression from giving any element.
package struct RuleReach {
  /// Whether nobody has series of a selector; always false where no server is asked.
  package var isMissing: (VectorSelector) -> Bool = { _ in false }
  /// The shortest scrape interval of all targets; `nil` where it is not known.
  package var scrapeInterval: Duration?

  package init() {}

  /// The selectors whose series an expression needs, each once, without what `absent` asks for.
  package static func selectors(of expression: Expression) -> [VectorSelector] {
    var found: [VectorSelector] = []
    var reach = RuleReach()
    // Answering that none is missing makes it look at all of them.
    reach.isMissing = { selector in
      let bare = VectorSelector(matchers: selector.matchers)
      if !found.contains(bare) { found.append(bare) }
      return false
    }
    _ = reach.obstacle(in: expression)
    return found
  }

  /// What keeps an expression from ever giving an element; `nil` where nothing is known to.
  package func obstacle(in expression: Expression) -> RuleObstacle? {
    switch expression {
    case .number, .string: nil
    case .vectorSelector(let selector): obstacle(in: selector)
    case .matrixSelector(let matrix): obstacle(in: matrix.selector)
    case .subquery(let subquery): obstacle(in: subquery.expression)
    case .parenthesized(let inner), .negation(let inner): obstacle(in: inner)
    case .aggregation(let aggregation): obstacle(in: aggregation.expression)
    case .call(let call): obstacle(in: call)
    case .binary(let operation): obstacle(in: operation)
    }
  }

  private func obstacle(in selector: VectorSelector) -> RuleObstacle? {
    guard isMissing(selector) else { return nil }
    let part = Expression.vectorSelector(VectorSelector(matchers: selector.matchers)).text
    return RuleObstacle(
      kind: .missing,
      part: part,
      words: "the server has no series of it, as far back as it remembers",
      remedy: "goldtop query \(ShellWord("count(\(part))").text)"
    )
  }

  private func obstacle(in call: FunctionCall) -> RuleObstacle? {
    switch call.function {
    // What these give does not come from series, or comes where there are none.
    case .absent, .absentOverTime, .scalar, .vector: return nil
    case .rate, .increase, .irate, .idelta, .delta, .deriv, .predictLinear:
      if case .matrixSelector(let matrix)? = call.arguments.first?.withoutParentheses,
        let scrapeInterval, Duration.milliseconds(matrix.range) <= scrapeInterval
      {
        return RuleObstacle(
          kind: .short,
          part: Expression.matrixSelector(matrix).text,
          words: "it holds one sample at most, and two are needed: nothing is scraped more often "
            + "than every \(scrapeInterval.prometheusText)",
          remedy: "write [\((scrapeInterval * 4).prometheusText)] or more in place of "
            + "[\(Duration.milliseconds(matrix.range).prometheusText)]"
        )
      }
    default: break
    }
    return call.arguments.lazy.filter { $0.type == .vector || $0.type == .matrix }
      .compactMap(obstacle).first
  }

  private func obstacle(in operation: BinaryOperation) -> RuleObstacle? {
    let left = operation.left.type == .vector ? obstacle(in: operation.left) : nil
    let right = operation.right.type == .vector ? obstacle(in: operation.right) : nil
    switch operation.operation {
    case .or: return left == nil || right == nil ? nil : left
    case .unless: return left
    default: break
    }
    if let obstacle = left ?? right { return obstacle }
    let (low, high) = (ValueBounds(of: operation.left), ValueBounds(of: operation.right))
    guard operation.operation.isComparison, !operation.returnsBool,
      ValueBounds.isImpossible(low, operation.operation, high)
    else { return nil }
    let (subject, bounds) =
      operation.left.type == .vector ? (operation.left, low) : (operation.right, high)
    return RuleObstacle(
      kind: .impossible,
      part: Expression.binary(operation).text,
      words: "no value meets it: \(subject.text) is \(bounds.words)",
      remedy: "compare it with a number that it reaches: it is \(bounds.words)"
    )
  }
}
