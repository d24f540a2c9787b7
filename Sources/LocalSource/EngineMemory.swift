import PromQL
import Synchronization

/// Cache of an engine: parsed expressions and results.
final class EngineMemory: Sendable {
  /// Expressions are few and asked again and again; what exceeds this came from elsewhere.
  private static let rememberedExpressions = 256

  /// The results of parts of expressions.
  let results = EvaluationMemo()
  private let expressions = Mutex<[String: Expression]>([:])

  /// Reads an expression.
  ///
  /// - Throws: `ParseProblem`.
  func expression(_ text: String) throws(ParseProblem) -> Expression {
    if let known = expressions.withLock({ $0[text] }) { return known }
    let expression = try Expression.parse(text)
    expressions.withLock { known in
      if known.count >= Self.rememberedExpressions { known.removeAll() }
      known[text] = expression
    }
    return expression
  }
}
