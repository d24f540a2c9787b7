/// Under which names the libraries write what a line has to say; the one table of it.
///
/// Names compare by letters, digits and `@` alone, without regard for case: `correlation_id` stands
/// for `correlationId`, `Correlation-Id` and for what Loki makes of them, and `log.level` for a
/// `level` nested in `log` as much as for a name with a dot in it. Within a role earlier names win.
package struct LogFieldTable: Hashable, Sendable {
  /// What a field means.
  package enum Role: String, Hashable, Sendable, CaseIterable {
    /// When the line was written.
    case time
    /// How severe it is.
    case level
    /// What happened, in words.
    case message
    /// Which program wrote it.
    case service
    /// What tells the request apart in which it was written.
    case correlation
    /// The method of the request, such as `GET`.
    case method
    /// The path of the request.
    case path
    /// The status with which the request was answered.
    case status
    /// How long it took; the unit is in the name or in the value.
    case duration
  }

  /// The names of every role, the most telling first.
  package let names: [Role: [String]]

  /// The same, ready for finding out what fields mean.
  let roleNames: RoleNames

  /// Makes a table from the standard one with the names of some roles replaced.
  package init(replacing names: [Role: [String]] = [:]) {
    self.names = Self.standardNames.merging(names) { $1 }
    roleNames = RoleNames(self.names)
  }

  /// What the common libraries write.
  package static let standard = LogFieldTable()

  /// The names of a role, the most telling first; empty where a configuration wants none.
  package func names(of role: Role) -> [String] { names[role] ?? [] }

  /// structlog, winston, python-json-logger, pino, bunyan, zap, logrus, slog, Serilog's compact
  /// format, the Elastic Common Schema and OpenTelemetry.
  private static let standardNames: [Role: [String]] = [
    .time: [
      "timestamp", "@timestamp", "time", "ts", "@t", "datetime", "asctime", "eventTime",
      "TimeUnixNano", "observedTimestamp", "date",
    ],
    .level: [
      "level", "levelname", "severity", "severityText", "log.level", "@l", "lvl", "loglevel",
      "levelno", "severityNumber",
    ],
    .message: [
      "message", "msg", "event", "@m", "@mt", "body", "log.message", "text", "short_message",
    ],
    .service: [
      "service", "service.name", "resource.service.name", "attributes.service.name",
      "resource.attributes.service.name", "app", "application", "app_name", "svc",
    ],
    .correlation: [
      "correlation_id", "x_correlation_id", "request_id", "x_request_id", "req_id", "req.id",
      "http.request.id", "trace_id", "trace.id", "traceparent", "@tr", "dd.trace_id",
      "context.trace_id", "attributes.correlation_id", "attributes.trace_id",
      "x_amzn_trace_id", "x_b3_traceid", "amzn_trace_id", "cid",
    ],
    .method: ["method", "http_method", "http.request.method", "request_method", "req.method"],
    .path: [
      "path", "http_path", "url.path", "http.target", "http.route", "route", "endpoint", "uri",
      "request_uri", "request_path", "req.url", "url",
    ],
    .status: [
      "status", "status_code", "http_status", "http.status_code", "http.response.status_code",
      "response_status", "res.statusCode",
    ],
    .duration: [
      "duration_ms", "duration_seconds", "duration_s", "duration_us", "duration_ns",
      "event.duration", "elapsed_ms", "latency_ms", "response_time_ms", "took_ms", "ms",
      "duration", "elapsed", "latency", "response_time", "responseTime", "took",
    ],
  ]
}
