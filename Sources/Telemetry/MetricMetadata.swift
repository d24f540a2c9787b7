/// What targets say of a metric.
///
/// - Source: `/api/v1/metadata`.
package struct MetricMetadata: Hashable, Sendable, Codable {
  /// Its kind: `counter`, `gauge`, `histogram`, `summary`, `unknown` and others.
  package var type: String
  /// Its help text.
  package var help: String
  /// Its unit; usually empty.
  package var unit: String

  package init(type: String, help: String = "", unit: String = "") {
    self.type = type
    self.help = help
    self.unit = unit
  }
}
