/// What an Alertmanager says of itself.
///
/// - Source: `/api/v2/status`.
package struct AlertmanagerStatus: Hashable, Sendable {
  /// The version, such as `0.25.0`.
  package var version: String
  /// The configuration that is loaded, as YAML; secrets stand as `<secret>`.
  package var configuration: String
  /// `ready`, `settling` or `disabled`.
  package var cluster: String
  /// The addresses of the members of the cluster, with its own; empty where there is none.
  package var peers: [String]

  package init(version: String, configuration: String, cluster: String, peers: [String]) {
    self.version = version
    self.configuration = configuration
    self.cluster = cluster
    self.peers = peers
  }
}
