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
      envelope = try await work.run(bytes: response.body.count) {
        try JSONDecoder().decode(Envelope<Payload>.self, from: Data(response.body))
      }
    } catch {
      // An error envelope whose members stand in another order has words of its own.
      throw answer.envelope == nil
        ? .malformed(response.words(DecodingFault.text(error))) : answer.error(deadline: deadline)
    }
    return Answer(
      envelope.data,
      warnings: (envelope.warnings ?? []).map(response.words),
      infos: (envelope.infos ?? []).map(response.words),
      receipt: response.receipt
    )
  }

  private struct Envelope<Payload: Decodable & Sendable>: Decodable, Sendable {
    var data: Payload
    var warnings: [String]?
    var infos: [String]?

    private enum Keys: CodingKey { case status, data, warnings, infos }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Keys.self)
      guard try container.decode(String.self, forKey: .status) == "success" else {
        throw DecodingError.dataCorruptedError(
          forKey: .status,
          in: container,
          debugDescription: "there is no 'success'"
        )
      }
      data = try container.decode(Payload.self, forKey: .data)
      warnings = try container.decodeIfPresent([String].self, forKey: .warnings)
      infos = try container.decodeIfPresent([String].self, forKey: .infos)
    }
  }
}
