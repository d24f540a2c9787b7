import Testing

@testable import PromQL

/// Expressions written as text.
@Suite struct ExpressionTextTests {
  @Test func whatIsWrittenReadsBackAsTheSameExpression() throws {
    for seed in fuzzSeeds(usually: 3000) {
      var generator = ExpressionGenerator(.awkward(seed: seed / 100), seed: seed)
      let expression = generator.expression(Int(seed % 6))
      let text = expression.text
      let read: Expression
      do {
        read = try Expression.parse(text)
      } catch {
        Issue.record("seed \(seed): \(error) in \(text)")
        continue
      }
      #expect(bare(read) == bare(expression), "seed \(seed): \(text)")
      #expect(read.text == text, "seed \(seed)")
      #expect(read.type == expression.type, "seed \(seed): \(text)")
    }
  }

  @Test(arguments: [
    ("SUM  by(job)(rate(up[60s]))", "sum by (job) (rate(up[1m]))"),
    ("up{job='a'}offset 90m@17.5", "up{job=\"a\"} @ 17.500 offset 1h30m"),
    ("{\"up\",a=~`\\d`}", "up{a=~\"\\\\d\"}"),
    ("{\"a.b\"}", "{\"a.b\"}"),
    ("{\"on\"}", "{\"on\"}"),
    ("a+on()group_left(x)b", "a + on () group_left (x) b"),
    ("-(a)^2", "-(a) ^ 2"),
    ("up[5m:]", "up[5m:]"),
    ("sum(up)without()", "sum without () (up)"),
    ("1 == bool nan", "1 == bool NaN"),
    ("up @ -0.001", "up @ -0.001"),
  ])
  func theTextIsCanonical(_ text: String, _ expected: String) throws {
    #expect(try Expression.parse(text).text == expected)
  }

  @Test func parenthesesAreAddedWherePrecedenceNeedsThem() {
    let sum = Expression.binary(BinaryOperation(.add, .number(1), .number(2)))
    let power = Expression.binary(BinaryOperation(.power, .number(-2), .number(2)))
    #expect(Expression.binary(BinaryOperation(.multiply, sum, sum)).text == "(1 + 2) * (1 + 2)")
    #expect(Expression.binary(BinaryOperation(.subtract, sum, sum)).text == "1 + 2 - (1 + 2)")
    #expect(power.text == "(-2) ^ 2")
    #expect(
      Expression.binary(BinaryOperation(.power, power, power)).text == "((-2) ^ 2) ^ (-2) ^ 2"
    )
    #expect(Expression.negation(sum).text == "-(1 + 2)")
  }
}

/// An expression without any parentheses that were written.
func bare(_ expression: Expression) -> Expression {
  switch expression {
  case .parenthesized(let inner): return bare(inner)
  case .negation(let inner): return .negation(bare(inner))
  case .subquery(var node):
    node.expression = bare(node.expression)
    return .subquery(node)
  case .call(var node):
    node.arguments = node.arguments.map(bare)
    return .call(node)
  case .aggregation(var node):
    node.expression = bare(node.expression)
    node.parameter = node.parameter.map(bare)
    return .aggregation(node)
  case .binary(var node):
    (node.left, node.right) = (bare(node.left), bare(node.right))
    return .binary(node)
  default: return expression
  }
}
