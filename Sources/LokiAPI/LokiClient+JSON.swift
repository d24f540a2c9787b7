import FoundationEssentials
import HTTPTransport
import Telemetry

extension LokiClient {
  /// Asks an endpoint that answers with a small JSON document in Loki's envelope.
  ///
  /// - Parameters:
  ///   - path: The endpoint, percent-encoded.
  ///   - parameters: Its parameters.
  ///   - deadline: The most that the caller waits.
  /// - Returns: What `data` holds.
  /// - Throws: `SourceError`; `malformed` for an answer without data.
  func data<Payload: Decodable & Sendable>(
    _ path: String,
    _ parameters: [HTTPRequest.Parameter] = [],
    deadline: Duration
  ) async throws(SourceError) -> Answer<Payload> {
    let answer: Answer<Payload?> = try await optionalData(path, parameters, deadline: deadline)
    guard let data = answer.value else { throw .malformed("'data' is missing") }
    return Answer(data, receipt: answer.receipt)
  }

  /// Asks an endpoint whose envelope has no data where there is nothing: those of labels.
  ///
  /// - Parameters:
  ///   - path: The endpoint, percent-encoded.
  ///   - parameters: Its parameters.
  ///   - deadline: The most that the caller waits.
  /// - Returns: What `data` holds; `nil` where the server has a good answer without it.
  /// - Throws: `SourceError`.
  func optionalData<Payload: Decodable & Sendable>(
    _ path: String,
    _ parameters: [HTTPRequest.Parameter] = [],
    deadline: Duration
  ) async throws(SourceError) -> Answer<Payload?> {
    let answer: Answer<Envelope<Payload>> = try await document(path, parameters, deadline: deadline)
    guard answer.value.status == "success" else {
      throw .malformed("its status is not 'success'")
    }
    return Answer(answer.value.data, receipt: answer.receipt)
  }

  /// Asks an endpoint that answers with a small JSON document without envelope.
  ///
  /// - Parameters:
  ///   - path: The endpoint, percent-encoded.
  ///   - parameters: Its parameters.
  ///   - deadline: The most that the caller waits.
  /// - Returns: The document.
  /// - Throws: `SourceError`.
  func document<Payload: Decodable & Sendable>(
    _ path: String,
    _ parameters: [HTTPRequest.Parameter] = [],
    deadline: Duration
  ) async throws(SourceError) -> Answer<Payload> {
    let response = try await send(path, parameters, deadline: deadline)
    let answer = LokiAnswer(response)
    guard answer.isGood else { throw answer.error(deadline: deadline) }
    do {
      let payload = try JSONDecoder().decode(Payload.self, from: Data(response.body))
      return Answer(payload, receipt: response.receipt)
    } catch {
      let words = response.words(DecodingFault.text(error))
      throw .malformed("\(words) in the answer of \(path)")
    }
  }

  struct Envelope<Payload: Decodable & Sendable>: Decodable, Sendable {
    var status: String?
    var data: Payload?
  }
}

extension [HTTPRequest.Parameter] {
  /// The start and end of a stretch, in nanoseconds.
  static func stretch(_ start: Timestamp, _ end: Timestamp) -> [HTTPRequest.Parameter] {
    [
      HTTPRequest.Parameter("start", "\(start.nanoseconds)"),
      HTTPRequest.Parameter("end", "\(end.nanoseconds)"),
    ]
  }
}
