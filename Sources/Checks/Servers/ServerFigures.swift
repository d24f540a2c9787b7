package import Telemetry

/// The samples that a server exposes about itself, by metric.
///
/// - Source: `/metrics` of the server.
package struct ServerFigures: Sendable {
  /// One sample of a metric.
  package struct Sample: Hashable, Sendable {
    /// Its labels, with the name.
    package var labels: LabelSet
    /// Its value.
    package var value: Double

    package init(_ labels: LabelSet, _ value: Double) {
      self.labels = labels
      self.value = value
    }
  }

  private var samples: [String: [Sample]] = [:]

  package init(_ all: [Sample]) {
    samples = Dictionary(grouping: all) { $0.labels["__name__"] ?? "" }
  }

  /// The samples of a metric; empty where the server has none.
  package func all(_ metric: String) -> [Sample] { samples[metric] ?? [] }

  /// The sum of a metric's samples; `nil` where the server has none.
  package func sum(_ metric: String) -> Double? {
    samples[metric].map { $0.reduce(0) { $0 + $1.value } }
  }
}
