/// A fault of a Loki, or of what stands before one, and what must be seen of it.
package struct FakeLokiFault: Sendable, CustomStringConvertible {
  /// What the title says of the server.
  package enum Mark: String, Sendable {
    /// Lines come in as they are written.
    case fine = "loki ●"
    /// Lines are asked for.
    case polling = "loki ● polling"
    /// Nothing comes in, and why in a word.
    case down = "loki ✗ down"
    case silent = "loki ✗ no answer"
    case refused = "loki ✗ refused"
    case error = "loki ✗ error"
    case tooMuch = "loki ✗ too much"
    case unreadable = "loki ✗ unreadable"
  }

  /// A name for people.
  package let description: String
  /// How the server behaves.
  package let change: @Sendable (inout FakeLokiBehaviour) -> Void
  /// The mark in the title.
  package let mark: Mark
  /// What stands in the log panel or its border.
  package let words: String
  /// Whether the lines are there all the same.
  package var hasLines: Bool { mark == .fine || mark == .polling }
  /// Whether it shows only in lines that the web socket did not bring.
  package var needsLoss: Bool { words.hasPrefix("recovered") }

  private init(
    _ description: String,
    _ mark: Mark,
    _ words: String,
    _ change: @escaping @Sendable (inout FakeLokiBehaviour) -> Void
  ) {
    (self.description, self.mark, self.words, self.change) = (description, mark, words, change)
  }

  /// Every fault of this table.
  package static let all = queries + tails

  /// The table, one row a fault, with its count.
  package static var table: String {
    let rows = all.map { "| \($0) | \($0.mark.rawValue) | \($0.words) |" }
    return (["| fault | mark | log panel |"] + rows + ["\(all.count) faulty log servers"])
      .joined(separator: "\n")
  }

  // MARK: Queries

  private static func query(
    _ name: String,
    _ mark: Mark,
    _ words: String,
    _ reply: @escaping @Sendable () -> FakeReply
  ) -> FakeLokiFault {
    FakeLokiFault("query: \(name)", mark, words) { $0.answersQueries = reply() }
  }

  private static let queries = connections + statuses + bodies

  private static let connections: [FakeLokiFault] = [
    query("reset", .down, "reset the connection") { .reset },
    query("closed", .down, "closed the connection") { .close },
    query("never answered", .silent, "no answer within 2s") { .silence },
    query("half a body", .down, "closed the connection") {
      .part(promised: 4096, body: Array(half.utf8), then: .close)
    },
    query("stalls", .silent, "no answer within 2s") {
      .part(promised: 4096, body: Array(half.utf8), then: .silence)
    },
    query("no HTTP", .unreadable, "unreadable answer") {
      .raw(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8))
    },
    query("endless", .tooMuch, "too much") {
      .stream(FakeStream(piece: [UInt8](repeating: 0x20, count: 1 << 16), count: 3200))
    },
    query("gzip bomb", .tooMuch, "too much") {
      .stream(headers: [("Content-Encoding", "gzip")], FakeGzip.bomb(mebibytes: 512))
    },
    query("gzip that is none", .unreadable, "unreadable answer") {
      .answer(headers: [("Content-Encoding", "gzip")], body: Array(whole("[]").utf8))
    },
  ]

  private static let statuses: [FakeLokiFault] = [
    query("login page", .unreadable, "not the Loki API: Sign in") {
      .html("<!DOCTYPE html><html><head><title>Sign in</title></head><body>…</body></html>")
    },
    query("204", .unreadable, "not the Loki API") { .answer(status: 204) },
    query("redirect", .down, "redirects to") {
      .answer(status: 302, headers: [("Location", "http://127.0.0.1:1/login")])
    },
    query("400", .error, "400: parse error : syntax error") {
      .text("parse error : syntax error", status: 400)
    },
    query("401", .refused, "401 no org id: set the tenant with LOKI_ORG_ID") {
      .text("no org id\n", status: 401)
    },
    query("403", .refused, "403 forbidden") { .text("forbidden", status: 403) },
    query("404", .down, "is this Loki's URL") { .text("404 page not found\n", status: 404) },
    query("429", .down, "HTTP 429 too many outstanding requests") {
      .text("too many outstanding requests", status: 429, headers: [("Retry-After", "7")])
    },
    query("500", .down, "HTTP 500 context canceled") { .text("context canceled", status: 500) },
    query("500 page", .down, "HTTP 500 Internal Server Error") {
      .html("<html><body><h1>500 Internal Server Error</h1></body></html>", status: 500)
    },
    query("502 page", .down, "HTTP 502 Bad Gateway") {
      .html("<html><head><title>502 Bad Gateway</title></head></html>", status: 502)
    },
    query("503", .down, "not ready: Ingester not ready") {
      .text("Ingester not ready", status: 503)
    },
    query("504", .silent, "no answer within") { .text("context deadline exceeded", status: 504) },
  ]

  private static let bodies: [FakeLokiFault] = [
    query("empty", .unreadable, "not the Loki API") { .json("") },
    query("null", .unreadable, "not the Loki API: null") { .json("null") },
    query("a list", .unreadable, "not the Loki API: []") { .json("[]") },
    query("an empty object", .unreadable, "an answer without a result") { .json("{}") },
    query("no data", .unreadable, "an answer without a result") { .json(#"{"status":"success"}"#) },
    query("data null", .unreadable, "an answer without a result") {
      .json(#"{"status":"success","data":null}"#)
    },
    query("an error with 200", .unreadable, "HTTP 200 too many cooks") {
      .json(#"{"status":"error","errorType":"bad_data","error":"too many cooks"}"#)
    },
    query("a matrix", .error, "expected log lines, the query returns 'matrix'") {
      .json(#"{"status":"success","data":{"resultType":"matrix","result":[]}}"#)
    },
    query("a list that is a text", .unreadable, "unreadable answer") { .json(whole(#""none""#)) },
    query("values that are numbers", .unreadable, "unreadable answer") {
      .json(whole(#"[{"stream":{"job":"shop"},"values":[1,2]}]"#))
    },
    query("a time that is a word", .unreadable, "a timestamp is not in whole nanoseconds") {
      .json(whole(#"[{"stream":{"job":"shop"},"values":[["now","line"]]}]"#))
    },
    query("cut JSON", .unreadable, "unreadable answer") { .json(half) },
  ]

  /// An answer with a result.
  private static func whole(_ result: String) -> String {
    #"{"status":"success","data":{"resultType":"streams","result":\#(result)}}"#
  }

  private static let half =
    #"{"status":"success","data":{"resultType":"streams","result":[{"stream":{"job":"#

  // MARK: Tails

  private static func tail(
    _ name: String,
    _ words: String,
    _ change: @escaping @Sendable (inout FakeLokiBehaviour) -> Void
  ) -> FakeLokiFault {
    FakeLokiFault("tail: \(name)", .polling, words, change)
  }

  private static func upgrade(
    _ name: String,
    _ words: String,
    _ reply: @escaping @Sendable () -> FakeReply
  ) -> FakeLokiFault {
    tail(name, words) { $0.answersTail = reply() }
  }

  private static let lostUpgrade = "a proxy drops the Upgrade"

  private static let tails: [FakeLokiFault] = [
    upgrade("login page", lostUpgrade) {
      .html("<html><head><title>Sign in</title></head></html>")
    },
    upgrade("redirect", lostUpgrade) {
      .answer(status: 302, headers: [("Location", "http://127.0.0.1:1/login")])
    },
    upgrade("400 of a proxy", "web socket refused: HTTP 400 Invalid Request") {
      .text("Invalid Request", status: 400)
    },
    upgrade("401", "401 token expired") { .text("token expired", status: 401) },
    upgrade("403", "403 no web sockets here") { .text("no web sockets here", status: 403) },
    upgrade("404", "the server has no tail endpoint (404") {
      .text("404 page not found", status: 404)
    },
    upgrade("426", lostUpgrade) { .text("Upgrade Required", status: 426) },
    upgrade("429", "web socket refused: too many") { .text("too many", status: 429) },
    upgrade("500", "web socket refused: boom") { .text("boom", status: 500) },
    upgrade("502", "HTTP 502 Bad Gateway") {
      .html("<html><head><title>502 Bad Gateway</title></head></html>", status: 502)
    },
    upgrade("503", "HTTP 503 starting") { .text("starting", status: 503) },
    upgrade("never answered", "no web socket: no answer within 2s") { .silence },
    upgrade("reset", "reset the connection") { .reset },
    upgrade("closed", "was lost") { .close },
    upgrade("no HTTP", "unreadable answer") { .raw(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8)) },
    tail("cut after the upgrade", "was lost") { $0.cutsTail = true },
    tail("closed after the upgrade", "tailers are not running") {
      $0.closesTail = "tailers are not running"
    },
    tail("too many", "max concurrent tail requests limit exceeded") { $0.maxTails = 0 },
    tail("silent", "no web socket: no data for 10s") { $0.pingMilliseconds = nil },
    tail("garbage", "unreadable answer") { $0.tailBegins = "<html>hello</html>" },
    tail("a list", "unreadable answer") { $0.tailBegins = "[1,2,3]" },
    FakeLokiFault("tail: without lines", .fine, "recovered: not pushed by the server") {
      $0.swallowsTails = true
    },
  ]
}
