package import Telemetry

/// A complete response.
package struct HTTPResponse: Sendable {
  /// The status code.
  package var status: Int
  /// First value of each header, by its name in lower case; people are shown `header(_:)`.
  var headers: [String: String]
  /// The body, decompressed; of an error status at most its first megabyte.
  package var body: [UInt8]
  /// Body bytes as they crossed the wire, compressed where the server compressed them.
  package var wireBytes: Int
  /// From sending the first request to the last byte of the body.
  package var elapsed: Duration
  /// Requests that were sent for it: redirects and a repeated one count.
  package var requests: Int
  /// The credentials used.
  package var login = SentLogin.none
  /// Secrets to hide in the server's text.
  var secrets = SentSecrets()

  /// The first value of a header, by its name in lower case, without secrets that were sent.
  package func header(_ name: String) -> String? {
    headers[name].map(words)
  }

  /// The media type without its parameters, in lower case; empty where none was sent.
  package var mediaType: String {
    let value = headers["content-type"] ?? ""
    return value.prefix { $0 != ";" && $0 != " " }.lowercased()
  }

  /// The server's clock, whole seconds.
  package var date: Timestamp? {
    headers["date"].flatMap(Timestamp.init(httpDate:))
  }

  /// How long the server asks to wait, given in seconds or as a date.
  package var retryAfter: Duration? {
    guard let text = headers["retry-after"] else { return nil }
    if let seconds = Int64(text), (0...86_400).contains(seconds) { return .seconds(seconds) }
    guard let until = Timestamp(httpDate: text), let date else { return nil }
    return until > date ? until - date : .zero
  }

  /// The receipt of the response for the ports.
  package var receipt: Receipt {
    Receipt(
      elapsed: elapsed,
      wireBytes: wireBytes,
      bodyBytes: body.count,
      requests: requests,
      serverDate: date
    )
  }
}
