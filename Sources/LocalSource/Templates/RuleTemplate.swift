package import Telemetry

/// The text of a label or annotation with places that an alert fills in.
///
/// All of Go's templates is read that Prometheus has in alerts: `$value`, `$labels.name`, pipelines,
/// variables, `if`, `with`, `range`, `define` and `template`, Go's functions and Prometheus' own,
/// with queries. Refused by name are methods of times, complex numbers and calls of values.
///
/// - Source: <https://pkg.go.dev/text/template> and
///   <https://prometheus.io/docs/prometheus/latest/configuration/template_reference/>.
package struct RuleTemplate: Sendable {
  /// Why a template is invalid, or cannot be expanded.
  package struct Problem: Error, Hashable, Sendable {
    /// The problem.
    package var reason: String
    /// The line of the template, from 1.
    package var line = 1
    /// The character in the line, from 1.
    package var column = 1
  }

  /// Data of the alert.
  package struct Facts: Sendable {
    /// The elements of the result of an expression.
    package typealias Query = @Sendable (String) throws(Problem) -> [VectorSample]

    /// The labels of the element of the expression's result.
    package var labels: LabelSet
    /// The element's value.
    package var value: Double
    /// Labels that all alerts of this program carry.
    package var externalLabels: LabelSet
    /// The moment of the evaluation.
    package var moment: Timestamp
    /// Evaluates expressions at that moment; `nil` where templates cannot ask.
    package var query: Query?

    package init(
      labels: LabelSet,
      value: Double,
      externalLabels: LabelSet = .empty,
      moment: Timestamp = Timestamp(milliseconds: 0),
      query: Query? = nil
    ) {
      self.labels = labels
      self.value = value
      self.externalLabels = externalLabels
      self.moment = moment
      self.query = query
    }
  }

  /// The text as it was written.
  package let source: String
  private let body: RuleTemplateBody

  /// Reads a template.
  ///
  /// - Parameter source: The text.
  /// - Throws: `Problem` for what is malformed, unknown or refused.
  package init(_ source: String) throws(Problem) {
    var parser = RuleTemplateParser(tokens: try RuleTemplateLexer.tokens(of: source))
    body = try parser.body()
    self.source = source
  }

  /// A text that stands for itself, whatever is in it.
  package init(plain text: String) {
    source = text
    body = RuleTemplateBody(nodes: [.text(text)])
  }

  /// The text with all places filled in.
  ///
  /// Where a function cannot be applied the text says so, as in Prometheus.
  package func expanded(_ facts: Facts) -> String {
    if case .text(let text)? = body.nodes.first, body.nodes.count == 1 { return text }
    var run = RuleTemplateRun(body, facts)
    do throws(Problem) {
      return try run.text()
    } catch {
      return "<error expanding template: \(error.reason)>"
    }
  }
}

/// The steps of a template.
struct RuleTemplateBody: Sendable {
  var nodes: [RuleTemplateNode]
  /// The templates that `define` names.
  var definitions: [String: [RuleTemplateNode]] = [:]
}

/// A step of a template.
indirect enum RuleTemplateNode: Sendable {
  case text(String)
  case output(RuleTemplatePipeline)
  case choice(RuleTemplatePipeline, then: [RuleTemplateNode], otherwise: [RuleTemplateNode])
  case with(RuleTemplatePipeline, then: [RuleTemplateNode], otherwise: [RuleTemplateNode])
  case range(RuleTemplatePipeline, body: [RuleTemplateNode], otherwise: [RuleTemplateNode])
  case template(String, RuleTemplatePipeline?)
  case leave
  case proceed
}

/// Commands, each of which gets the result of the one before as its last argument.
struct RuleTemplatePipeline: Sendable {
  /// The variables that are set to the result.
  var variables: [String] = []
  /// Whether the variables are there already.
  var isAssignment = false
  var commands: [RuleTemplateCommand] = []
}

/// A value or a function, and its arguments.
struct RuleTemplateCommand: Sendable {
  var first: RuleTemplateOperand
  var arguments: [RuleTemplateOperand] = []
}

/// An operand of a command.
indirect enum RuleTemplateOperand: Sendable {
  case dot
  case constant(RuleTemplateValue)
  case variable(String)
  case function(RuleTemplateFunction)
  case pipeline(RuleTemplatePipeline)
  case field([String], of: RuleTemplateOperand)
}
