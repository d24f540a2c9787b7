package import Screen
package import Telemetry

/// All that may happen to a dashboard.
package enum Event: Hashable, Sendable {
  /// A key, or a paste.
  case key(Key)
  /// The terminal has another size.
  case resized(Size)
  /// The time; comes once a second, and before the events of a batch when it is older.
  case tick(Timestamp)
  /// A server answered a poll, or failed to.
  case outcome(Outcome)
  /// A source of log lines brought something.
  case logs(LogDelivery)
  /// What the process has cost so far.
  case cost(ProcessCost)
  /// The terminal is ours again after a stop; data may be old.
  case resumed
  /// The configuration file has changed: a description of what a reload would do, or why it cannot.
  case configurationChanged(ConfigurationChange)
  /// Something in the program itself that a person should know, and that costs no data.
  case remark(String)
  /// A signal asks for the end, or the terminal is gone.
  case terminated
}

/// What came of asking one poll once.
package struct Outcome: Hashable, Sendable {
  /// What an answer holds.
  package enum Payload: Hashable, Sendable {
    /// Of an instant query.
    case vector([VectorSample])
    /// Of a range query: the whole window, known points and new ones merged.
    case matrix([TimeSeries])
    /// Active targets.
    case targets([ScrapeTarget])
    /// Pending and firing alerts.
    case alerts([Alert])
    /// Alerting rules.
    case rules([AlertRule])
  }

  /// The poll as it was asked; an answer to a poll that is no longer in the plan is ignored.
  package var poll: Poll
  /// When the answer was complete, by the local clock.
  package var at: Timestamp
  /// The answer or the reason why there is none.
  package var result: Result<Answered, SourceError>
  /// When the server is asked again after a failure; `nil` where the interval decides.
  package var retryAt: Timestamp?
  /// Whether a server was asked for it: not for what was known already, nor for a poll that fails
  /// together with its server.
  package var wasAsked = true

  /// An answer with what it cost.
  package struct Answered: Hashable, Sendable {
    /// The values.
    package var payload: Payload
    /// The server's warnings: values may be partial.
    package var warnings: [String]
    /// What it cost.
    package var receipt: Receipt
    /// Points of a range that were known already and not asked for again; 0 for other questions.
    package var reusedPoints: Int

    /// Makes an answer.
    package init(
      _ payload: Payload,
      warnings: [String] = [],
      receipt: Receipt = Receipt(),
      reusedPoints: Int = 0
    ) {
      self.payload = payload
      self.warnings = warnings
      self.receipt = receipt
      self.reusedPoints = reusedPoints
    }
  }

  /// Makes an outcome.
  package init(
    _ poll: Poll,
    at: Timestamp,
    _ result: Result<Answered, SourceError>,
    retryAt: Timestamp? = nil
  ) {
    self.poll = poll
    self.at = at
    self.result = result
    self.retryAt = retryAt
  }
}

/// What the process itself has cost since its start.
package struct ProcessCost: Hashable, Sendable {
  /// Frames and bytes to the terminal.
  package var presentation: PresentationCost
  /// Resident memory in bytes; `nil` where it cannot be read.
  package var residentBytes: Int?
  /// Processor time used; `nil` where it cannot be read.
  package var processorTime: Duration?
  /// What the log server was asked and sent; `nil` where there is none.
  package var logTraffic: ServerTraffic?

  /// Makes a cost.
  package init(
    presentation: PresentationCost = PresentationCost(),
    residentBytes: Int? = nil,
    processorTime: Duration? = nil,
    logTraffic: ServerTraffic? = nil
  ) {
    self.presentation = presentation
    self.residentBytes = residentBytes
    self.processorTime = processorTime
    self.logTraffic = logTraffic
  }
}

/// What has become of the configuration file since it was read.
package enum ConfigurationChange: Hashable, Sendable {
  /// It can be loaded with these settings.
  case ready(DashboardSettings)
  /// It cannot; the text names the first problem and how many there are. Nothing was changed.
  case broken(String)
}
