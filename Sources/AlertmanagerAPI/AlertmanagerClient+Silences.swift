import FoundationEssentials
import HTTPTransport
package import Telemetry

extension AlertmanagerClient: SilenceKeeper {
  /// The silences that have not ended; ended ones, which a server keeps for days, are left out.
  ///
  /// - Parameter deadline: The most that the caller waits.
  /// - Returns: Silences in the server's order.
  /// - Throws: `SourceError`.
  @concurrent
  package func silences(deadline: Duration) async throws(SourceError) -> Answer<[AlertSilence]> {
    var answer = try await allSilences(deadline: deadline)
    answer.value.removeAll { $0.state == .expired }
    return answer
  }

  /// The silences with those that have ended, as far as the server still keeps them.
  ///
  /// - Parameter deadline: The most that the caller waits.
  /// - Returns: Silences in the server's order.
  /// - Throws: `SourceError`.
  @concurrent
  package func allSilences(
    deadline: Duration
  ) async throws(SourceError) -> Answer<[AlertSilence]> {
    let (items, receipt): ([SilencePayload], Receipt) = try await get("/api/v2/silences", deadline)
    var silences: [AlertSilence] = []
    for item in items {
      guard let silence = item.silence else {
        throw .malformed("a silence without start or end")
      }
      silences.append(silence)
    }
    return Answer(silences, receipt: receipt)
  }

  @concurrent
  package func setSilence(
    _ content: SilenceContent,
    changing id: String?,
    deadline: Duration
  ) async throws(SourceError) -> String {
    var request = HTTPRequest(.post, "/api/v2/silences", deadline: deadline)
    do {
      request.json = try SilenceOrderPayload(content, changing: id).text()
    } catch {
      throw .misconfigured("the silence cannot be written as JSON")
    }
    let response = try await change(request)
    do {
      return try JSONDecoder().decode(SilenceAnswerPayload.self, from: Data(response.body))
        .silenceID
    } catch {
      throw .malformed("the silence was taken, but the answer has no ID")
    }
  }

  @concurrent
  package func expireSilence(_ id: String, deadline: Duration) async throws(SourceError) {
    // IDs of servers are UUIDs; nothing else may become part of a path.
    let isID = id.allSatisfy { $0 == "-" || $0.isASCII && ($0.isLetter || $0.isNumber) }
    guard !id.isEmpty, isID else {
      throw .misconfigured("not the ID of a silence: \(id)")
    }
    _ = try await change(HTTPRequest(.delete, "/api/v2/silence/\(id)", deadline: deadline))
  }

  /// Sends what changes a silence: a path that is not found is a silence that is not.
  private func change(_ request: HTTPRequest) async throws(SourceError) -> HTTPResponse {
    do throws(SourceError) {
      return try await send(request)
    } catch {
      guard case .http(404, _, _) = error else { throw error }
      throw .http(status: 404, message: "silence not found")
    }
  }
}
