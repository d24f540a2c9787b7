package import Logs
package import Telemetry

/// What a dashboard is told of log lines at its start.
package struct LogSettings: Hashable, Sendable {
  /// Who keeps them, as the title bar calls it, such as `loki`; empty where there are no logs.
  package var source = ""
  /// Whether it can be asked in LogQL.
  package var readsLogQL = true
  /// Whether lines go on coming; a snapshot takes those that there are.
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
  package var heldLines = 50_000
  /// The most bytes of lines that are held.
  package var heldBytes = 32 << 20

  /// The defaults, without a source.
  package init() {}

  /// Whether there are logs at all.
  package var isPresent: Bool { !source.isEmpty }

  /// Why no lines can be shown; `nil` where they can.
  package var obstacle: String? {
    isPresent ? nil : "there are no logs: no server for them is configured"
  }
}
