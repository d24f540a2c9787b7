/// Under which names lines hold what they have in common.
///
/// Names are compared without regard to case and to `_`, `-`, `.` and other signs: `traceId`,
/// `trace_id` and `trace.id` are one. What is nested has dots.
package struct LogFieldTable: Hashable, Sendable {
  /// What a field means.
  package enum Role: String, Hashable, Sendable, CaseIterable {
    /// When the line was written.
    case time
    /// How severe it is.
    case level
    /// The event, as text.
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

  private static let standardNames: [Role: [String]] = [
    .time: times, .level: levels, .message: messages, .correlation: correlations,
    .service: [
      "service", "service.name", "resource.service.name", "attributes.service.name",
      "resource.attributes.service.name", "otelServiceName", "dd.service", "app", "application",
      "app_name", "svc", "SYSLOG_IDENTIFIER", "_SYSTEMD_UNIT",
    ],
    .method: [
      "method", "http_method", "http.request.method", "request_method", "req.method",
      "request.method", "RequestMethod", "httpRequest.requestMethod", "verb",
    ],
    .path: [
      "path", "http_path", "url.path", "http.target", "http.route", "route", "endpoint", "uri",
      "request_uri", "request_path", "req.url", "request.uri", "RequestPath",
      "httpRequest.requestUrl", "requestURI", "url",
    ],
    .status: [
      "status", "status_code", "http_status", "http.status_code", "http.response.status_code",
      "response_status", "res.statusCode", "DownstreamStatus", "httpRequest.status",
      "responseStatus.code", "response_code",
    ],
    .duration: [
      "duration_ms", "duration_seconds", "duration_s", "duration_us", "duration_ns",
      "event.duration", "elapsed_ms", "latency_ms", "response_time_ms", "took_ms", "ms",
      "duration", "elapsed", "latency", "response_time", "responseTime", "took", "request_time",
    ],
  ]
}

extension LogFieldTable {
  /// structlog 26, winston 3, pino 9, bunyan 2, zap 1, logrus 1, slog (Go 1.21), Serilog's compact
  /// format, python-json-logger 4, ECS 8, Monolog 3, OpenTelemetry 1; then MongoDB 7 (`t`), log4j 2
  /// (`instant`, `timeMillis`), journald, Google Cloud, loguru 0.7, nginx, Envoy, Kubernetes' audit
  /// log, CloudTrail, Cloudflare, Splunk.
  private static let times = [
    "timestamp", "@timestamp", "time", "ts", "@t", "datetime", "asctime", "eventTime",
    "TimeUnixNano", "t.$date", "time.$date", "timestamp.$date", "ts.$date",
    "t.$date.$numberLong", "instant.epochSecond", "timeMillis", "timestampSeconds",
    "timestamp.seconds", "record.time.timestamp", "record.time.repr", "__REALTIME_TIMESTAMP",
    "_SOURCE_REALTIME_TIMESTAMP", "time_iso8601", "time_local", "start_time", "StartUTC",
    "StartLocal", "requestReceivedTimestamp", "stageTimestamp", "EdgeStartTimestamp",
    "event.created", "@fields.timestamp", "datetime.date", "log_time", "logtime", "event_time",
    "date_time", "time_stamp", "timestamp_ms", "time_ms", "unix_time", "epoch", "_time", "created",
    "TimeGenerated", "receiveTimestamp", "ingestionTime", "observedTimestamp",
    "observedTimeUnixNano", "syslog.timestamp", "date", "msec", "t",
  ]

  /// The same, hclog 1 (`@level`), MongoDB (`s`), PostgreSQL 15 (`error_severity`), Application
  /// Insights (`severityLevel`), logback (`level_value`), logfmter 0.0 (`at`).
  private static let levels = [
    "level", "levelname", "severity", "severityText", "log.level", "@l", "lvl", "level_name",
    "@level", "record.level.name", "log_level.name", "level.name", "level.levelStr",
    "error_severity",
    "severityLevel", "data.baseData.severityLevel", "attributes.level", "@fields.level",
    "fields.level", "jsonPayload.level",
    "body.severity", "log.syslog.severity.name", "PRIORITY", "syslog.severity",
    "log.syslog.severity.code", "levelno", "level_number", "record.level.no", "severityNumber",
    "level_value", "s", "at",
  ]

  /// The same, Rust's tracing 0.1 (`fields.message`), Serilog (`RenderedMessage`), hclog
  /// (`@message`), GELF (`short_message`), OpenTelemetry (`body`), Fluent Bit (`log`).
  private static let messages = [
    "message", "msg", "@message", "record.message", "fields.message", "fields.msg",
    "event", "@m",
    "RenderedMessage", "@mt", "MessageTemplate", "body", "body.message", "body.stringValue",
    "log.message", "short_message", "jsonPayload.message", "textPayload", "properties.message",
    "attributes.message", "message.message", "message.msg", "data.baseData.message", "log_format",
    "text", "log",
    "action_type",
    "message_type", "error.message", "err.message", "exception.message", "error", "err", "desc",
  ]

  /// The names of the request itself first, then of its trace, then of what ran it.
  private static let correlations = [
    "correlation_id", "x_correlation_id", "request_id", "x_request_id", "req_id", "req.id",
    "request.id", "http.request.id", "trace_id", "trace.id", "traceparent", "@tr", "dd.trace_id",
    "context.trace_id", "attributes.correlation_id", "attributes.trace_id", "otelTraceID",
    "xray_trace_id", "x_amzn_trace_id", "amzn_trace_id", "x_b3_traceid", "b3", "uber_trace_id",
    "sentry_trace", "x_cloud_trace_context", "logging.googleapis.com/trace", "trace",
    "function_request_id", "aws_request_id", "lambda_request_id", "x_amz_request_id",
    "operation_Id", "tags.ai.operation.id", "activity_id", "audit_id", "RayID", "cf_ray",
    "x_vercel_id",
    "fly_request_id", "function_invocation_id", "invocation_id", "TraceIdentifier",
    "transaction_id", "transaction.id", "task_uuid",
    "task_id", "jid", "cid", "rid",
  ]
}
