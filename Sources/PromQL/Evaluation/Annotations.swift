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
