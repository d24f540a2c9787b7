import FoundationEssentials
import HTTPTransport
import Telemetry

/// Reads the errors of Alertmanager, which have several forms.
enum AlertmanagerFault {
  /// `{"code":601,"message":"…"}` of the API's framework, or the envelope of the former API.
  private struct Object: Decodable {
    var message: String?
    var error: String?
  }

  /// The error that a response is.
  static func error(_ response: HTTPResponse) -> SourceError {
    let message = words(response)
    switch response.status {
    case 401, 403, 407:
      return .unauthorized(
        status: response.status,
        message: response.refusal(message ?? "refused")
      )
    case 404:
      return .http(
        status: 404,
        message: "\(message ?? "not found"): is the URL complete? "
          + "Mimir serves this API under /alertmanager"
      )
    case 503:
      return .notReady(message ?? "starting or stopping")
    case 200...299:
      return .malformed("not the Alertmanager API: \(message ?? "empty response")")
    default:
      return .http(status: response.status, message: message ?? "no reason given")
    }
  }

  /// The error of a good answer that is not what was asked.
  static func unreadable(_ error: any Error, _ response: HTTPResponse) -> SourceError {
    // Inside of a list it is the API, and something is wrong in it.
    let isDeep =
      switch error {
      case DecodingError.keyNotFound(_, let context), DecodingError.valueNotFound(_, let context),
        DecodingError.typeMismatch(_, let context), DecodingError.dataCorrupted(let context):
        !context.codingPath.isEmpty
      default: false
      }
    guard isDeep else {
      return .malformed("not the Alertmanager API: is this the right URL, with its prefix?")
    }
    return .malformed(response.words(DecodingFault.text(error)))
  }

  /// The server's words without secrets that were sent: a bare JSON string, a JSON object, or the
  /// first line of a text.
  private static func words(_ response: HTTPResponse) -> String? {
    let data = Data(response.body.prefix(64 << 10))
    if let text = try? JSONDecoder().decode(String.self, from: data) {
      return response.words(text).nonEmpty
    }
    if let object = try? JSONDecoder().decode(Object.self, from: data) {
      return (object.message ?? object.error).map(response.words)?.nonEmpty
    }
    let line = VisibleLine.first(of: response)
    return line.nonEmpty
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
