extension ConfigTable {
  /// Settings for log lines.
  static let logs: [ConfigKey] =
    [
      ConfigKey("logs", nil, "Log lines"),
      ConfigKey(
        "logs.selector",
        .logSelector,
        "LogQL matchers of the streams to show; all streams by default"
      ).variables("GOLDTOP_LOGS_SELECTOR"),
      ConfigKey(
        "logs.correlation_selector",
        .logSelector,
        "LogQL matchers of the streams to search for one request"
      ).variables("GOLDTOP_LOGS_CORRELATION_SELECTOR"),
      ConfigKey(
        "logs.columns",
        .names("a list of field names"),
        .list([]),
        "Fields with their own column beside the message"
      ).variables("GOLDTOP_LOGS_COLUMNS"),
      ConfigKey(
        "logs.tail",
        .choice(LogsSettings.Tail.allCases.map(\.rawValue)),
        .text("auto"),
        "How new lines are fetched from Loki; auto polls if the web socket is refused"
      ).variables("GOLDTOP_LOGS_TAIL"),
      ConfigKey(
        "logs.time_zone",
        .text(
          "a time zone such as 'UTC', '+02:00' or 'Europe/Berlin', or 'nginx*.log=UTC' for some files",
          check: LogsSettings.complaint(timeZones:)
        ),
        "Time zone of log times without one; by default detected from when lines arrive, else local"
      ).variables("GOLDTOP_LOGS_TIME_ZONE"),
      ConfigKey(
        "logs.buffer",
        nil,
        "How many lines are kept in memory; the oldest are dropped first"
      ),
      ConfigKey("logs.buffer.lines", .integer(1000...1_000_000), .number("50000"), "In lines"),
      ConfigKey("logs.buffer.bytes", .bytes((1 << 20)...(1 << 30)), .text("32MiB"), "In bytes"),
      ConfigKey(
        "logs.fields",
        nil,
        "Field names by role; names set here replace the known ones"
      ),
    ]
    + LogsSettings.roles.map { role, summary in
      ConfigKey("logs.fields.\(role)", .names("a list of field names"), summary)
    }
}
