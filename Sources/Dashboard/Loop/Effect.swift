package import Telemetry

/// All that a dashboard may ask of the world.
package enum Effect: Hashable, Sendable {
  /// Ask this from now on.
  case poll(PollPlan)
  /// Ask every poll of the plan once now, also those that wait after a failure.
  case refresh
  /// Bring these lines from now on; `nil` ends what was brought.
  case logs(LogPlan?)
  /// Bring one more page of lines before a moment, by the plan that holds.
  case olderLogs(before: Timestamp)
  /// Let the source of the log plan that holds count levels by intervals of a stretch, whose end is
  /// exclusive.
  case countLogs(Stretch, step: Duration)
  /// Change the silences of the Alertmanager, once.
  case silence(SilenceOrder)
  /// Keep for the next start what has been found out about the metrics server.
  case remember(RememberedServer)
  /// Put a text on the clipboard of the terminal.
  case copy(String)
  /// Give the terminal back to the shell.
  case suspend
  /// Redraw everything.
  case redraw
  /// Ask the terminal for acts of its mouse, or no more.
  case pointing(Bool)
  /// End.
  case quit
}
