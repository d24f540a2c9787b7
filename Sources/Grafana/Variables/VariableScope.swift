/// The variables of a dashboard where a panel is, and what becomes of texts that name them.
struct VariableScope {
  /// By name.
  var variables: [String: GrafanaVariable]
  /// Values that whoever imports a dashboard gives, such as of `${VAR_PREFIX}`.
  let inputs: [String: String]

  /// The variables of a dashboard.
  ///
  /// - Parameters:
  ///   - nodes: The variables.
  ///   - inputs: The inputs of the dashboard.
  ///   - chosen: Values chosen by name.
  init(_ nodes: [GrafanaNode], inputs: [String: GrafanaNode], chosen: [String: [String]]) {
    self.inputs = inputs.compactMapValues { $0["value"].word }
    variables = [:]
    for node in nodes {
      guard let name = node["name"].text, node["type"].text != "datasource" else { continue }
      variables[name] = GrafanaVariable(node, chosen: chosen[name])
    }
    for (name, values) in chosen where variables[name] == nil {
      variables[name] = GrafanaVariable(.chosen(values))
    }
    // A constant of a shared dashboard is an input.
    let written = self
    variables = variables.mapValues { variable in
      guard case .values(let values) = variable.value else { return variable }
      var variable = variable
      variable.value = .values(values.map { written.words(of: $0) })
      return variable
    }
  }

  /// The same where one variable has one value.
  func with(_ name: String, _ value: String) -> VariableScope {
    var scope = self
    scope.variables[name]?.value = .values([value])
    return scope
  }

  /// A title or legend with the values of variables in it.
  func words(of text: String) -> String { words(of: text, depth: 3) }

  private func words(of text: String, depth: Int) -> String {
    guard depth > 0 else { return text }
    return VariableText.parts(of: text).map { part in
      switch part {
      case .text(let text): return text
      case .variable(let name, _):
        if let value = inputs[name], value != "${\(name)}" { return value }
        guard let variable = variables[name] else {
          return name.hasPrefix("__") ? "" : "$\(name)"
        }
        return words(of: variable.words, depth: depth - 1)
      }
    }.joined()
  }
}
