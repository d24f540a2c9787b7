import FoundationEssentials
import HTTPTransport
import Telemetry

extension PrometheusClient {
  /// Asks an endpoint that answers with a small JSON document.
  ///
  /// - Parameters:
  ///   - path: The endpoint, percent-encoded.
  ///   - parameters: Its parameters.
  ///   - deadline: The most that the caller waits.
  /// - Returns: What `data` holds.
  /// - Throws: `SourceError`.
  func get<Payload: Decodable & Sendable>(
    _ path: String,
    _ parameters: [HTTPRequest.Parameter] = [],
    deadline: Duration
  ) async throws(SourceError) -> Answer<Payload> {
    let response = try await send(
      HTTPRequest(.get, path, parameters: parameters, deadline: deadline)
    )
    return try await payload(of: response, path, deadline)
  }

  /// Decodes the document of a response.
  ///
  /// - Parameters:
  ///   - response: What came.
  ///   - path: The endpoint, for explanations.
  ///   - deadline: The caller's, for an answer that says that time ran out.
  /// - Returns: What `data` holds.
  /// - Throws: `SourceError`.
  func payload<Payload: Decodable & Sendable>(
    of response: HTTPResponse,
    _ path: String,
    _ deadline: Duration
  ) async throws(SourceError) -> Answer<Payload> {
    let answer = ServerAnswer(response)
    guard answer.isAPIAnswer else { throw await explained(answer, path, deadline) }
    let envelope: Envelope<Payload>
    do {
      envelope = try JSONDecoder().decode(Envelope<Payload>.self, from: Data(response.body))
    } catch {
      throw .malformed(response.words(DecodingFault.text(error)))
    }
    return Answer(
      envelope.data,
      warnings: (envelope.warnings ?? []).map(response.words),
      infos: (envelope.infos ?? []).map(response.words),
      receipt: response.receipt
    )
  }

  private struct Envelope<Payload: Decodable>: Decodable {
    var data: Payload
    var warnings: [String]?
    var infos: [String]?
  }
}

/// Words for what a decoder throws.
enum DecodingFault {
  /// What is wrong and where, without the document itself.
  static func text(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      "'\(key.stringValue)' is missing\(place(context))"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "another kind of value was expected\(place(context))"
    default:
      "it is no JSON"
    }
  }

  private static func place(_ context: DecodingError.Context) -> String {
    let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }
    return path.isEmpty ? "" : " at \(path.joined().drop { $0 == "." })"
  }
}
