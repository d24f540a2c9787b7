/// How moments are shown.
package enum TimeDisplay: String, Hashable, Sendable, CaseIterable {
  /// In the time zone of this machine.
  case local
  /// In UTC.
  case utc
  /// As a distance from now: `-5m`.
  case relative
}
