import Logs
import Telemetry

/// Writes records as the services' loggers do: structlog in Python, winston in Node.
struct ShopLogLine {
  private var text: [UInt8] = []
  private var correlation: Range<UInt32> = 0..<0
  private let record: ShopLogRecord

  /// The entry of a record.
  static func entry(_ record: ShopLogRecord) -> LogEntry {
    var line = ShopLogLine(record)
    if record.service.isNode { line.writeWinston() } else { line.writeStructlog() }
    return LogEntry(
      timestamp: Timestamp(nanoseconds: record.moment * 1000),
      stream: streams[record.service.rawValue],
      line: line.text,
      facts: LineFacts(form: .json, level: record.level, correlation: line.correlation)
    )
  }

  /// The labels of each service's stream.
  static let streams = ShopService.allCases.map { service in
    let target = ShopTarget(rawValue: service.rawValue)
    return LabelSet(["job": service.name, "instance": target?.instance ?? ""])
  }

  private init(_ record: ShopLogRecord) {
    self.record = record
    text.reserveCapacity(320)
  }

  private mutating func writeStructlog() {
    put("{\"event\": \"", event, "\", \"level\": \"", levelName, "\", \"timestamp\": \"")
    putTime(digits: 6)
    put("\", \"logger\": \"", record.service.name, "\", \"correlation_id\": \"")
    putCorrelation()
    put("\"")
    for (name, value) in fields { put(", \"", name, "\": ", value) }
    put("}")
  }

  private mutating func writeWinston() {
    put("{\"level\":\"", levelName == "warning" ? "warn" : levelName, "\",\"message\":\"", event)
    put("\",\"service\":\"", record.service.name, "\",\"timestamp\":\"")
    putTime(digits: 3)
    put("\",\"correlationId\":\"")
    putCorrelation()
    put("\"")
    for (name, value) in fields { put(",\"", Self.camelCase(name), "\":", value) }
    put("}")
  }

  private var levelName: String { "\(record.level)" }

  /// The message.
  private var event: String {
    switch record.event {
    case .request(_, _, .done): "request completed"
    case .request(let endpoint, _, .refused):
      endpoint.status(.refused) == 402 ? "card declined" : "not found"
    case .request: "request failed"
    case .slowQuery: "slow query"
    case .call(let call, _, true): "\(call.name) timed out"
    case .call(let call, let took, _):
      took > 1_500_000 ? "\(call.name) is slow" : "\(call.name) answered"
    case .miss: "cache miss"
    case .answer: "model answered"
    case .retry: "charge failed, retrying"
    }
  }

  /// Names in snake case, and values as JSON has them.
  private var fields: [(String, String)] {
    switch record.event {
    case .request(let endpoint, let took, let outcome):
      return requestFields(endpoint, took, outcome)
    case .slowQuery(let query, let took):
      return [("query_type", quoted(query.type)), ("duration_ms", Self.milliseconds(took))]
    case .call(let call, let took, let timedOut):
      return [("target", quoted(call.name)), ("duration_ms", Self.milliseconds(took))]
        + (timedOut ? [("timeout_ms", "5000")] : [])
    case .miss(let cache): return [("operation", quoted(cache.operation))]
    case .answer(let answer):
      return [
        ("model", quoted(answer.model.name)), ("operation", quoted(answer.task.operation)),
        ("input_tokens", "\(answer.input)"), ("output_tokens", "\(answer.output)"),
        ("cost_dollars", "\(Double(answer.cost) / 1e9)"),
        ("duration_ms", Self.milliseconds(answer.duration)),
      ]
    case .retry(let attempt, let pause):
      return [("attempt", "\(attempt)"), ("retry_in_ms", Self.milliseconds(pause))]
    }
  }

  private func requestFields(
    _ endpoint: ShopEndpoint,
    _ took: Int64,
    _ outcome: ShopOutcome
  ) -> [(String, String)] {
    var fields = [
      ("method", quoted(endpoint.route.method)), ("endpoint", quoted(endpoint.route.path)),
      ("status", "\(endpoint.status(outcome) ?? 0)"), ("duration_ms", Self.milliseconds(took)),
    ]
    if let error = Self.error(endpoint, outcome) { fields.append(("error", quoted(error))) }
    return fields
  }

  /// Why a request failed, in the words of the service that answered it.
  private static func error(_ endpoint: ShopEndpoint, _ outcome: ShopOutcome) -> String? {
    switch outcome {
    case .done, .refused: nil
    case .failed: "unexpected state, see trace"
    case .badGateway:
      endpoint == .order
        ? "payments: 3 attempts failed"
        : endpoint == .checkoutPage ? "checkout answered 502" : "no answer from upstream"
    case .unavailable:
      endpoint.service == .catalog ? "no database connection within 250 ms" : "model overloaded"
    case .timedOut: "card-provider: no answer within 5000 ms"
    }
  }

  private mutating func putCorrelation() {
    let start = UInt32(text.count)
    record.correlation.append(to: &text)
    correlation = start..<UInt32(text.count)
  }

  /// Writes the moment as RFC 3339 in UTC.
  private mutating func putTime(digits: Int) {
    let moment = Timestamp(nanoseconds: record.moment * 1000)
    text.append(contentsOf: CivilTime(moment).rfc3339.utf8.dropLast())
    text.append(UInt8(ascii: "."))
    let micros = record.moment % 1_000_000
    DecimalText.append(digits == 3 ? micros / 1000 : micros, width: digits, to: &text)
    text.append(UInt8(ascii: "Z"))
  }

  private mutating func put(_ parts: String...) {
    for part in parts { text.append(contentsOf: part.utf8) }
  }

  private func quoted(_ text: String) -> String { "\"\(text)\"" }

  private static func milliseconds(_ microseconds: Int64) -> String {
    "\(microseconds / 1000).\(microseconds / 100 % 10)"
  }

  private static func camelCase(_ name: String) -> String {
    let parts = name.split(separator: "_")
    return parts.dropFirst().reduce(String(parts[0])) { whole, part in
      whole + part.prefix(1).uppercased() + part.dropFirst()
    }
  }
}
