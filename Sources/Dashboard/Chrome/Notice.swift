import Telemetry

/// A remark in the footer for a few seconds.
struct Notice: Hashable, Sendable {
  /// The words.
  var text: String
  /// How bad it is; `nil` where that is not judged.
  var severity: Severity?
  /// When it goes.
  var until: Timestamp
  /// Whether it outlasts the next key, as what goldtop says unasked does.
  var isKept = false
}
