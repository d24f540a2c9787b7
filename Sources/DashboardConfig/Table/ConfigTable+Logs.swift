extension ConfigTable {
  /// What is shown of log lines, and how they are had.
  static let logs: [ConfigKey] =
    [
      ConfigKey("logs", nil, "Log lines"),
      ConfigKey(
        "logs.selector",
        .logSelector,
        "Matchers of the streams that are shown, as LogQL writes them; all streams unless set"
      ).variables("GOLDTOP_LOGS_SELECTOR"),
      ConfigKey(
        "logs.correlation_selector",
        .logSelector,
        "Matchers of the streams in which the lines of one request are looked for"
      ).variables("GOLDTOP_LOGS_CORRELATION_SELECTOR"),
      ConfigKey(
        "logs.columns",
        .names("a list of field names"),
        .list([]),
        "Fields that have a place of their own beside the message"
      ).variables("GOLDTOP_LOGS_COLUMNS"),
      ConfigKey(
        "logs.tail",
        .choice(LogsSettings.Tail.allCases.map(\.rawValue)),
        .text("auto"),
        "How new lines are had of a Loki; auto polls where a web socket is refused"
      ).variables("GOLDTOP_LOGS_TAIL"),
      ConfigKey(
        "logs.time_zone",
        .text(
          "a time zone such as 'UTC', '+02:00' or 'Europe/Berlin', or 'nginx*.log=UTC' for some files",
          check: LogsSettings.complaint(timeZones:)
        ),
        "The zone of times in files that name none; unless set it is the one that their arrival shows, or local"
      ).variables("GOLDTOP_LOGS_TIME_ZONE"),
      ConfigKey("logs.buffer", nil, "How many lines are held; the oldest go first"),
      ConfigKey("logs.buffer.lines", .integer(1000...1_000_000), .number("50000"), "In lines"),
      ConfigKey("logs.buffer.bytes", .bytes((1 << 20)...(1 << 30)), .text("32MiB"), "In bytes"),
      ConfigKey(
        "logs.fields",
        nil,
        "Under which names lines hold what they have in common; names that are set replace the known"
      ),
    ]
    + LogsSettings.roles.map { role, summary in
      ConfigKey("logs.fields.\(role)", .names("a list of field names"), summary)
    }
}
