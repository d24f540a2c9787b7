import Logs

extension ConfigTable {
  /// Settings for log lines.
  static let logs: [ConfigKey] =
    [
      ConfigKey("logs", nil, "Log lines"),
      ConfigKey(
        "logs.selector",
        \.logs.selector,
        .logSelector,
        "LogQL matchers of the streams to show; all streams by default"
      ).variables("GOLDTOP_LOGS_SELECTOR"),
      ConfigKey(
        "logs.correlation_selector",
        \.logs.correlationSelector,
        .logSelector,
        "LogQL matchers of the streams to search for one request"
      ).variables("GOLDTOP_LOGS_CORRELATION_SELECTOR"),
      ConfigKey(
        "logs.columns",
        \.logs.columns,
        .names("a list of field names"),
        "Fields with their own column beside the message"
      ).variables("GOLDTOP_LOGS_COLUMNS"),
      ConfigKey(
        "logs.tail",
        \.logs.tail,
        .choice,
        "How new lines are fetched from Loki; auto polls if the web socket is refused"
      ).variables("GOLDTOP_LOGS_TAIL").forStart(),
      ConfigKey(
        "logs.time_zone",
        \.logs.timeZones,
        .zones,
        "Time zone of log times without one; by default detected from when lines arrive, else local"
      ).variables("GOLDTOP_LOGS_TIME_ZONE").forStart(),
      ConfigKey(
        "logs.buffer",
        nil,
        "How many lines are kept in memory; the oldest are dropped first"
      ),
      ConfigKey("logs.buffer.lines", \.logs.heldLines, .integer(1000...1_000_000), "In lines"),
      ConfigKey("logs.buffer.bytes", \.logs.heldBytes, .bytes((1 << 20)...(1 << 30)), "In bytes"),
      ConfigKey(
        "logs.fields",
        nil,
        "Field names by role; names set here replace the known ones"
      ),
    ]
    + LogFieldTable.Role.allCases.map { role in
      ConfigKey(
        "logs.fields.\(role.rawValue)",
        \.logs.fields[role],
        .replacement("a list of field names"),
        summary(of: role)
      ).forStart()
    }

  private static func summary(of role: LogFieldTable.Role) -> String {
    switch role {
    case .time: "When it was written"
    case .level: "How severe it is"
    case .message: "What happened"
    case .service: "Which program wrote it"
    case .correlation: "What tells its request apart, the most telling first"
    case .method: "The method of the request"
    case .path: "Its path"
    case .status: "The status of the answer"
    case .duration: "How long it took"
    }
  }
}
