package import Telemetry

/// What the configuration says of log lines.
package struct LogsSettings: Hashable, Sendable {
  /// How new lines are had of a Loki.
  package enum Tail: String, Hashable, Sendable, CaseIterable {
    /// By web socket, and by polling where that is refused.
    case automatic = "auto"
    /// By polling alone.
    case poll
    /// By web socket alone.
    case webSocket = "websocket"
  }

  /// Matchers of the streams that are shown; empty for all.
  package var selector: [LabelMatcher]
  /// Matchers of the streams of all services; empty for all.
  package var correlationSelector: [LabelMatcher]
  /// Fields with a place of their own.
  package var columns: [String]
  /// How new lines are had.
  package var tail: Tail
  /// The most lines that are held.
  package var heldLines: Int
  /// The most bytes of lines that are held.
  package var heldBytes: Int
  /// The names of fields by what they mean, `level` for one; what is not set is left out.
  package var fields: [String: [String]]

  /// What fields may mean, with words for people.
  static let roles: [(name: String, summary: String)] = [
    ("time", "When it was written"),
    ("level", "How severe it is"),
    ("message", "What happened"),
    ("service", "Which program wrote it"),
    ("correlation", "What tells its request apart, the most telling first"),
    ("method", "The method of the request"),
    ("path", "Its path"),
    ("status", "The status of the answer"),
    ("duration", "How long it took"),
  ]
}

extension SettingsReader {
  /// What is set of log lines.
  func logs() -> LogsSettings {
    var fields: [String: [String]] = [:]
    for (role, _) in LogsSettings.roles {
      let names = names("logs", "fields", role)
      if !names.isEmpty { fields[role] = names }
    }
    return LogsSettings(
      selector: matchers("logs", "selector"),
      correlationSelector: matchers("logs", "correlation_selector"),
      columns: names("logs", "columns"),
      tail: text("logs", "tail").flatMap(LogsSettings.Tail.init(rawValue:)) ?? .automatic,
      heldLines: integer("logs", "buffer", "lines"),
      heldBytes: integer("logs", "buffer", "bytes"),
      fields: fields
    )
  }
}
