/// How much of the past an embedded store keeps; whichever bound is met first holds.
package struct StoreLimits: Hashable, Sendable {
  /// The age at which samples go.
  package var age = Duration.seconds(6 * 3600)
  /// The most bytes of samples and labels.
  package var bytes = 256 << 20

  /// The defaults.
  package init() {}

  /// Keeps all, as for a file.
  package static let unbounded: StoreLimits = {
    var limits = StoreLimits()
    limits.age = .nanoseconds(Int64.max)
    limits.bytes = 1 << 50
    return limits
  }()
}
