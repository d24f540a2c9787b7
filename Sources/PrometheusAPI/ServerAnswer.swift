import HTTPTransport
import Telemetry

/// A response, looked at as an answer of Prometheus' API or as something that stood in its way.
struct ServerAnswer {
  let response: HTTPResponse

  init(_ response: HTTPResponse) {
    self.response = response
  }

  /// Whether it is a good answer of the API, as far as its status and first byte tell.
  var isAPIAnswer: Bool {
    (200...299).contains(response.status) && beginsAsJSON && !isFailure
  }

  /// Whether the request was refused for its verb, so that another may pass.
  ///
  /// Prometheus itself answers 405 without its envelope; a 403 without it is that of a proxy, and
  /// some allow only GET.
  var refusesVerb: Bool {
    switch response.status {
    case 405, 501: true
    case 403: envelope == nil
    default: false
    }
  }

  /// The error envelope, without secrets that were sent; `nil` where the body has none.
  var envelope: QueryEnvelope? {
    guard beginsAsJSON, response.body.count <= 1 << 20,
      var envelope = try? QueryAnswerDecoder.decode(response.body),
      envelope.status == "error" || envelope.error != nil
    else { return nil }
    envelope.errorType = envelope.errorType.map(response.words)
    envelope.error = envelope.error.map(response.words)
    return envelope
  }

  /// The error that this answer is.
  ///
  /// - Parameter deadline: The caller's, for an answer that says that time ran out.
  /// - Returns: The server's own words where it had any.
  func error(deadline: Duration) -> SourceError {
    if let envelope { return Self.error(envelope, response, deadline: deadline) }
    let message = withRetryHint(VisibleLine.first(of: response))
    switch response.status {
    case 401, 403, 407:
      return .unauthorized(status: response.status, message: response.refusal(message))
    case 503 where !VisibleLine.isHTML(response):
      return .notReady(notReadyText(message))
    case 200...299 where !VisibleLine.isHTML(response):
      return .malformed("not the Prometheus API: \(message)")
    case 200...299:
      return .http(
        status: response.status,
        message: "a web page instead of the Prometheus API: \(message)"
      )
    default:
      return .http(
        status: response.status,
        message: message,
        retryAfter: response.retryAfter
      )
    }
  }

  /// The error that an error envelope tells of.
  static func error(
    _ envelope: QueryEnvelope,
    _ response: HTTPResponse,
    deadline: Duration
  ) -> SourceError {
    let type = envelope.errorType ?? "\(response.status)"
    let message = envelope.error ?? "no reason given"
    if isTimeout(type, message) {
      // What is over long before the time that the request gave it has met the server's own limit.
      if response.elapsed > deadline / 2 { return .timedOut(after: deadline) }
      return .api(
        type: "timeout",
        message: "\(message): the server's own --query.timeout"
      )
    }
    if [401, 403].contains(response.status) {
      return .unauthorized(status: response.status, message: response.refusal(message))
    }
    if response.status == 429 {
      return .http(
        status: 429,
        message: ServerAnswer(response).withRetryHint(message),
        retryAfter: response.retryAfter
      )
    }
    if type == "unavailable" { return .notReady(message) }
    if message.contains("unavailable with Prometheus Agent") {
      return .api(
        type: type,
        message: "\(message): an agent has no query API; use the server it writes to"
      )
    }
    return .api(type: type, message: message)
  }

  /// Servers end a query that takes too long with 503, 422 or another status, so that only the
  /// words tell.
  private static func isTimeout(_ type: String, _ message: String) -> Bool {
    if type == "timeout" { return true }
    return ["context deadline exceeded", "query timed out", "timeout exceeded"]
      .contains { message.contains($0) }
  }

  private var beginsAsJSON: Bool {
    let first = response.body.first { $0 > 0x20 }
    return first == UInt8(ascii: "{")
  }

  /// An error envelope under a status of 200, as some gateways send it.
  private var isFailure: Bool {
    response.body.prefix(24).starts(with: #"{"status":"error""#.utf8)
  }

  private func notReadyText(_ message: String) -> String {
    switch response.header("x-prometheus-stopping") {
    case "true": "stopping"
    case "false": "starting"
    default: message == "Service Unavailable" ? "starting or stopping" : message
    }
  }

  private func withRetryHint(_ message: String) -> String {
    guard let wait = response.retryAfter else { return message }
    return "\(message) (try again in \(wait.prometheusText))"
  }
}
