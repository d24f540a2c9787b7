/// Why a text is not valid YAML.
package struct YAMLProblem: Error, Hashable, Sendable {
  /// Where it ceases to be.
  package var place: YAMLPlace
  /// The problem, beginning with "not valid YAML".
  package var reason: String
}
