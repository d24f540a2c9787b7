package import Signals
package import Telemetry

/// Which part of the system is looked at, beside what the settings select.
///
/// It reaches expressions by `QueryContext.init(settings:scope:…)` alone.
package struct Scope: Hashable, Sendable {
  /// The `env` label; `nil` for all.
  package var environment: String?
  /// The service; `nil` for all.
  package var service: ServiceID?
  /// The `instance` label; `nil` for all.
  package var instance: String?
  /// The endpoint, which selects requests alone; `nil` for all.
  package var endpoint: Endpoint?

  /// Everything that the settings select.
  package init() {}

  /// Matchers added to those of the settings, for all series of what is looked at.
  package var matchers: [LabelMatcher] {
    func matcher(_ name: String, _ value: String?) -> [LabelMatcher] {
      guard let value else { return [] }
      return [LabelMatcher(name, .equal, value)]
    }
    return matcher("env", environment) + (service?.matchers ?? []) + matcher("instance", instance)
  }

  /// The matchers of all log lines whose streams have a label.
  static func logMatchers(ofAllWith label: String) -> [LabelMatcher] {
    [LabelMatcher(label, .matches, ".+")]
  }

  /// The matchers of its log lines, whose streams name services by a label.
  func logMatchers(_ label: String) -> [LabelMatcher] {
    service.map { [LabelMatcher(label, .equal, $0.value)] } ?? []
  }
}
