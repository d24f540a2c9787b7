import PromQL
package import Telemetry

/// The text of a label or annotation with places that an alert fills in.
///
/// Of Go's templates those parts are read that rules use: `$value`, `$labels.name`,
/// `$externalLabels.name`, their dotted forms, pipelines, parentheses and Prometheus' functions.
/// What would need queries or control flow is refused by name.
///
/// - Source: <https://prometheus.io/docs/prometheus/latest/configuration/template_reference/>.
package struct RuleTemplate: Sendable {
  /// Why a text is no template.
  package struct Problem: Error, Hashable, Sendable {
    /// What is wrong.
    package var reason: String
  }

  /// What an alert fills in.
  package struct Facts: Sendable {
    /// The labels of the element of the expression's result.
    package var labels: LabelSet
    /// The element's value.
    package var value: Double
    /// Labels that all alerts of this program carry.
    package var externalLabels: LabelSet

    /// Makes facts.
    package init(labels: LabelSet, value: Double, externalLabels: LabelSet = .empty) {
      self.labels = labels
      self.value = value
      self.externalLabels = externalLabels
    }
  }

  /// A part of the text.
  enum Part: Sendable {
    case text(String)
    case pipeline(Pipeline)
  }

  /// Commands, each of which gets the result of the one before as its last argument.
  struct Pipeline: Sendable {
    var commands: [Command]
  }

  /// A value, or a function with its arguments.
  struct Command: Sendable {
    var function: RuleTemplateFunction?
    var arguments: [Argument]
  }

  /// What stands in a command.
  indirect enum Argument: Sendable {
    case value
    case label(String)
    case externalLabel(String)
    case externalURL
    case text(String)
    case number(Double)
    case nested(Pipeline)
  }

  /// The text as it was written.
  package let source: String
  private let parts: [Part]

  /// Reads a template.
  ///
  /// - Parameter source: The text.
  /// - Throws: `Problem` for what is malformed, unknown or refused.
  package init(_ source: String) throws(Problem) {
    self.source = source
    parts = try RuleTemplateReader.parts(of: source)
  }

  /// The text with all places filled in.
  ///
  /// Where a function cannot be applied the text says so, as in Prometheus.
  package func expanded(_ facts: Facts) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .text(let plain): text += plain
      case .pipeline(let pipeline):
        do throws(Problem) {
          text += try Self.value(of: pipeline, facts).text
        } catch {
          return "<error expanding template: \(error.reason)>"
        }
      }
    }
    return text
  }

  private static func value(
    of pipeline: Pipeline,
    _ facts: Facts
  ) throws(Problem) -> RuleTemplateValue {
    var last: RuleTemplateValue?
    for command in pipeline.commands {
      var arguments: [RuleTemplateValue] = []
      for argument in command.arguments {
        arguments.append(try value(of: argument, facts))
      }
      if let last { arguments.append(last) }
      if let function = command.function {
        last = try function.apply(arguments)
      } else {
        last = arguments.first
      }
    }
    return last ?? .text("")
  }

  private static func value(
    of argument: Argument,
    _ facts: Facts
  ) throws(Problem) -> RuleTemplateValue {
    switch argument {
    case .value: .number(facts.value)
    case .label(let name): .text(facts.labels[name] ?? "")
    case .externalLabel(let name): .text(facts.externalLabels[name] ?? "")
    case .externalURL: .text("")
    case .text(let text): .text(text)
    case .number(let number): .number(number)
    case .nested(let pipeline): try value(of: pipeline, facts)
    }
  }
}

/// A value in a template.
enum RuleTemplateValue: Sendable {
  case number(Double)
  case text(String)

  /// As Go prints it where nothing says how.
  var text: String {
    switch self {
    case .number(let number): GoNumber.text(number)
    case .text(let text): text
    }
  }

  /// The number, or the number that a text spells.
  var number: Double? {
    switch self {
    case .number(let number): number
    case .text(let text): Double(text)
    }
  }
}
