/// The bad days of a metrics server, one by one.
///
/// Each is a reply to any query of Prometheus' API. A server that refuses connections is
/// `Loopback.ClosedPort`, since it has nobody to reply.
package enum FakeMisbehaviour: String, CaseIterable, Sendable {
  /// The connection is reset without a byte.
  case resets
  /// The connection is closed without a byte.
  case closes
  /// Nothing is ever answered.
  case neverAnswers
  /// The connection is closed in the middle of the body.
  case halfABody
  /// The body stalls in the middle.
  case stalls
  /// A page for browsers with status 200, as login pages come.
  case loginPage
  /// An error page with status 500.
  case internalError
  /// Status 503 and a plain text, as Prometheus answers while it starts.
  case starting
  /// Status 422 and an execution error.
  case executionError
  /// Status 401 and a plain text.
  case unauthorized
  /// Status 429 with `Retry-After`.
  case tooManyRequests
  /// 200 MB of body.
  case hugeBody
  /// Gzip that expands to 2 GB.
  case gzipBomb
  /// A matrix of 50,000 series.
  case manySeries
  /// NaN, infinities and 1e308.
  case oddNumbers
  /// Timestamps out of order, one of them twice.
  case unorderedTimes
  /// Label values with escape sequences, bidirectional marks and 10 kB of text.
  case hostileLabels
  /// Bytes that are not HTTP.
  case notHTTP

  /// The reply to a query.
  package var reply: FakeReply {
    let json = [("Content-Type", "application/json")]
    switch self {
    case .resets: return .reset
    case .closes: return .close
    case .neverAnswers: return .silence
    case .halfABody:
      return .part(headers: json, promised: 4096, body: Array(Self.half.utf8), then: .close)
    case .stalls:
      return .part(headers: json, promised: 4096, body: Array(Self.half.utf8), then: .silence)
    case .loginPage:
      return .html("<!DOCTYPE html><html><head><title>Sign in</title></head><body>…</body></html>")
    case .internalError:
      return .html("<html><body>\n<h1>500 Internal Server Error</h1></body></html>", status: 500)
    case .starting: return .text("Service Unavailable", status: 503)
    case .executionError:
      return .json(
        #"{"status":"error","errorType":"execution","error":"found duplicate series"}"#,
        status: 422
      )
    case .unauthorized: return .text("no credentials\n", status: 401)
    case .tooManyRequests:
      return .text("too many requests\n", status: 429, headers: [("Retry-After", "7")])
    case .hugeBody:
      let piece = [UInt8](repeating: 0x20, count: 1 << 16)
      return .stream(headers: json, FakeStream(piece: piece, count: 3200))
    case .gzipBomb:
      return .stream(
        headers: json + [("Content-Encoding", "gzip")],
        FakeGzip.bomb(mebibytes: 2048)
      )
    case .manySeries: return .stream(headers: json, Self.matrix(series: 50_000))
    case .oddNumbers: return .json(Self.matrix(Self.oddSamples))
    case .unorderedTimes: return .json(Self.matrix(Self.unorderedSamples))
    case .hostileLabels: return .json(Self.hostile)
    case .notHTTP: return .raw(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8))
    }
  }

  /// A matrix of equal series, streamed.
  package static func matrix(series count: Int) -> FakeStream {
    let element = #"{"metric":{"a":"b"},"values":[[1795343062,"1"],[1795343077,"2"]]}"#
    // Many to a piece, so that the network's overhead is that of a real server.
    let batch = 250
    let first =
      prefix
      + Array(repeating: element, count: 1 + (count - 1) % batch)
      .joined(separator: ",")
    return FakeStream(
      head: Array(first.utf8),
      piece: Array(String(repeating: ",\n" + element, count: batch).utf8),
      count: (count - 1) / batch,
      tail: Array("]}}".utf8)
    )
  }

  private static let prefix = #"{"status":"success","data":{"resultType":"matrix","result":["#
  private static let half = prefix + #"{"metric":{},"values":[[1795343062,"0.4"],[17953"#

  private static func matrix(_ samples: String) -> String {
    prefix + #"{"metric":{},"values":["# + samples + "]}]}}"
  }

  private static let oddSamples =
    #"[1795343062,"NaN"],[1795343077,"+Inf"],[1795343092,"-Inf"],[1795343107,"1e+308"]"#
  private static let unorderedSamples =
    #"[1795343107,"4"],[1795343062,"1"],[1795343092,"3"],[1795343077,"2"],[1795343077,"2.5"]"#

  private static var hostile: String {
    let long = String(repeating: "long ", count: 2048)
    return prefix
      + #"{"metric":{"escape":"\u001b[2J\u001b]0;owned\u0007","bidi":"\u202etxt.exe","long":"\#(long)"},"#
      + #""values":[[1795343062,"1"]]}]}}"#
  }
}
