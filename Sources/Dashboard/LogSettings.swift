package import Logs
package import Telemetry

/// Settings for log lines.
package struct LogSettings: Hashable, Sendable {
  /// Name of the log source in the title bar, such as `loki`; empty without logs.
  package var source = ""
  /// Whether it can be asked in LogQL.
  package var readsLogQL = true
  /// Whether new lines are followed; a snapshot takes those that exist.
  package var isFollowed = true
  /// The streams of the service; empty takes what the source calls all.
  package var selector: [LabelMatcher] = []
  /// The streams in which the lines of one correlation ID are looked for: those of all services.
  package var correlationSelector: [LabelMatcher] = []
  /// Fields that have a place of their own beside the message.
  package var columns: [String] = []
  /// The names under which lines hold what they have in common.
  package var fields = LogFieldTable.standard
  /// The most lines of history that are asked for at once.
  package var historyLines = 1000
  /// The most lines that are held.
  package var heldLines = 200_000
  /// The most bytes of lines that are held.
  package var heldBytes = 32 << 20

  /// The defaults, without a source.
  package init() {}

  /// Whether there are logs at all.
  package var isPresent: Bool { !source.isEmpty }

  /// Why no lines can be shown; `nil` where they can.
  package var obstacle: String? {
    isPresent ? nil : "no log server configured"
  }
}
