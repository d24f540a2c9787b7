package import Screen
package import Telemetry

/// All that may happen to a dashboard.
package enum Event: Hashable, Sendable {
  /// A key, or a paste.
  case key(Key)
  /// Something was done with the mouse.
  case pointer(Pointer)
  /// The terminal has another size.
  case resized(Size)
  /// The time; comes once a second, and before the events of a batch when it is older.
  case tick(Timestamp)
  /// A server answered a poll, or failed to.
  case outcome(Outcome)
  /// A source of log lines brought something.
  case logs(LogDelivery)
  /// What came of an order to change silences.
  case silence(SilenceOutcome)
  /// Cost of the process so far.
  case cost(ProcessCost)
  /// The terminal is ours again after a stop; data may be old.
  case resumed
  /// The configuration file has changed: a description of what a reload would do, or why it cannot.
  case configurationChanged(ConfigurationChange)
  /// A problem of the program itself that the user should know about, and that affects no data.
  case remark(String)
  /// A signal asks for the end, or the terminal is gone.
  case terminated
}

/// Change of the configuration file since it was read.
package enum ConfigurationChange: Hashable, Sendable {
  /// It can be loaded with these settings.
  case ready(DashboardSettings)
  /// It cannot; the text names the first problem and how many there are. Nothing was changed.
  case broken(String)
}
