package import Telemetry

/// The value of an expression.
package enum EvaluationValue: Sendable, Hashable {
  /// A number at one moment.
  case scalar(Sample)
  /// A text, only as a literal.
  case string(String)
  /// The elements at one moment, in the order of `sort` or `topk` where there is one, else by labels.
  case vector([VectorSample])
  /// Series in ascending order of their labels, each with one sample at least.
  case matrix([TimeSeries])
}

/// The value of an expression, with what Prometheus would remark on it.
package struct EvaluationResult: Sendable, Hashable {
  /// The value.
  package var value: EvaluationValue
  /// Remarks that put the result in doubt, each text once, in the order found.
  package var warnings: [String] = []
  /// Remarks that may be of interest, each text once, in the order found.
  package var infos: [String] = []

  package init(_ value: EvaluationValue, warnings: [String] = [], infos: [String] = []) {
    self.value = value
    self.warnings = warnings
    self.infos = infos
  }
}

/// The remarks of an evaluation under way.
struct Annotations {
  private(set) var warnings: [String] = []
  private(set) var infos: [String] = []

  /// Adds a warning about an argument.
  mutating func warn(_ text: String, _ positions: SourcePositions, _ argument: Int) {
    let text = "PromQL warning: \(text)\(positions.remark(argument))"
    if !warnings.contains(text) { warnings.append(text) }
  }

  /// Adds an info about an argument.
  mutating func inform(_ text: String, _ positions: SourcePositions, _ argument: Int) {
    let text = "PromQL info: \(text)\(positions.remark(argument))"
    if !infos.contains(text) { infos.append(text) }
  }
}

extension Annotations {
  var isEmpty: Bool { warnings.isEmpty && infos.isEmpty }

  /// Adds the remarks of a part of the expression, each text once.
  mutating func add(_ part: Annotations) {
    for text in part.warnings where !warnings.contains(text) { warnings.append(text) }
    for text in part.infos where !infos.contains(text) { infos.append(text) }
  }
}
