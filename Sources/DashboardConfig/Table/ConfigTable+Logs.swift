import Logs

extension ConfigTable {
  /// What is shown of log lines, and how they are had.
  static let logs: [ConfigKey] =
    [
      ConfigKey("logs", nil, "Log lines"),
      ConfigKey(
        "logs.selector",
        \.logs.selector,
        .logSelector,
        "Matchers of the streams that are shown, as LogQL writes them; all streams unless set"
      ).variables("GOLDTOP_LOGS_SELECTOR"),
      ConfigKey(
        "logs.correlation_selector",
        \.logs.correlationSelector,
        .logSelector,
        "Matchers of the streams in which the lines of one request are looked for"
      ).variables("GOLDTOP_LOGS_CORRELATION_SELECTOR"),
      ConfigKey(
        "logs.columns",
        \.logs.columns,
        .names("a list of field names"),
        "Fields that have a place of their own beside the message"
      ).variables("GOLDTOP_LOGS_COLUMNS"),
      ConfigKey(
        "logs.tail",
        \.logs.tail,
        .choice,
        "How new lines are had of a Loki; auto polls where a web socket is refused"
      ).variables("GOLDTOP_LOGS_TAIL").forStart(),
      ConfigKey(
        "logs.time_zone",
        \.logs.timeZones,
        .zones,
        "The zone of times in files that name none; unless set it is the one that their arrival shows, or local"
      ).variables("GOLDTOP_LOGS_TIME_ZONE").forStart(),
      ConfigKey("logs.buffer", nil, "How many lines are held; the oldest go first"),
      ConfigKey("logs.buffer.lines", \.logs.heldLines, .integer(1000...1_000_000), "In lines"),
      ConfigKey("logs.buffer.bytes", \.logs.heldBytes, .bytes((1 << 20)...(1 << 30)), "In bytes"),
      ConfigKey(
        "logs.fields",
        nil,
        "Under which names lines hold what they have in common; names that are set replace the known"
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
