/// One way in which a server is faulty, with what a dashboard must say then.
package struct FaultRow: Sendable, CustomStringConvertible {
  /// What is wrong, in a few words.
  package var name: String
  /// What the server replies.
  package var reply: @Sendable (FakeRequest) -> FakeReply
  /// The paths that are faulty, by their last part; empty for all.
  package var paths: Set<String> = []
  /// The word at the mark of a metrics server in the title, and of the other servers.
  package var mark: String
  /// What the alert strip says of a metrics server, without the name before it; `nil` where the row is
  /// not about one.
  package var metrics: String?
  /// What the alert strip says of an Alertmanager; `nil` where the row is not about one.
  package var alerts: String?
  /// What a panel of the metrics server says.
  package var panel = "failed, data"
  /// Whether the server says nothing, so that only the end of patience shows.
  package var isSilent = false

  package var description: String { name }

  /// Whether a request meets the fault.
  package func applies(to request: FakeRequest) -> Bool {
    paths.isEmpty || paths.contains(request.path.split(separator: "/").last.map(String.init) ?? "")
  }
}

/// The faulty servers, a row each: what their mark, the alert strip and the panels must say.
package enum FaultTable {
  /// All rows.
  package static let rows = connections + statuses + bodies + documents + parts

  /// The table as text, with its count.
  package static var text: String {
    var lines = rows.map { row in
      "| \(row.name) | \(row.mark) | \(row.metrics ?? "–") | \(row.alerts ?? "–") |"
    }
    lines.insert("| fault | mark | metrics | Alertmanager |", at: 0)
    return (lines + ["\(rows.count) faulty servers"]).joined(separator: "\n")
  }

  /// A row of both kinds of servers.
  private static func row(
    _ name: String,
    _ mark: String,
    _ words: String,
    _ reply: @escaping @Sendable (FakeRequest) -> FakeReply
  ) -> FaultRow {
    FaultRow(name: name, reply: reply, mark: mark, metrics: words, alerts: words)
  }

  /// A row of both, each of which names its own API.
  private static func unreadable(
    _ name: String,
    _ words: String,
    alerts: String = "is this the right URL, with its prefix?",
    _ reply: FakeReply
  ) -> FaultRow {
    FaultRow(
      name: name,
      reply: { _ in reply },
      mark: "unreadable",
      metrics: "not the Prometheus API: \(words)",
      alerts: "not the Alertmanager API: \(alerts)"
    )
  }

  private static func misbehaving(
    _ day: FakeMisbehaviour,
    _ name: String,
    _ mark: String,
    _ words: String
  ) -> FaultRow {
    row(name, mark, words) { _ in day.reply }
  }

  // MARK: Connections

  private static let connections: [FaultRow] = [
    misbehaving(.resets, "the connection is reset", "down", "reset the connection"),
    misbehaving(.closes, "the connection is closed", "down", "closed the connection"),
    misbehaving(.halfABody, "half a body", "down", "closed the connection"),
    misbehaving(.notHTTP, "another protocol", "unreadable", "invalid HTTP response"),
    silent(.neverAnswers, "no answer ever"),
    silent(.stalls, "a body that stalls"),
    row("fewer bytes than promised", "down", "closed the connection") { _ in
      .part(headers: json, promised: 200, body: Array(#"{"status":"success"}"#.utf8), then: .close)
    },
    row("more bytes than promised", "unreadable", "unreadable answer") { _ in
      .part(headers: json, promised: 9, body: Array(#"{"status":"success"}"#.utf8), then: .close)
    },
    row("gzip that is none", "unreadable", "cannot decompress") { _ in
      .answer(headers: json + [("Content-Encoding", "gzip")], body: Array("plain".utf8))
    },
  ]

  private static func silent(_ day: FakeMisbehaviour, _ name: String) -> FaultRow {
    var row = misbehaving(day, name, "no answer", "no answer within")
    row.isSilent = true
    return row
  }

  // MARK: Statuses

  private static let statuses: [FaultRow] = [
    misbehaving(.internalError, "500", "down", "HTTP 500 Internal Server Error"),
    misbehaving(.starting, "503, starting", "down", "not ready"),
    misbehaving(.unauthorized, "401", "refused", "401 no credentials"),
    misbehaving(.tooManyRequests, "429", "down", "429 too many requests"),
    row("403", "refused", "403 forbidden") { _ in .text("forbidden\n", status: 403) },
    row("404", "down", "HTTP 404") { _ in .text("404 page not found\n", status: 404) },
    row("502 of a proxy", "down", "HTTP 502 Bad Gateway") { _ in
      .html("<html><head><title>502 Bad Gateway</title></head></html>", status: 502)
    },
    row("redirects in a loop", "down", "redirects in a loop") { request in
      .answer(status: 302, headers: [("Location", request.target)])
    },
    FaultRow(
      name: "204",
      reply: { _ in .answer(status: 204) },
      mark: "unreadable",
      metrics: "not the Prometheus API: empty response",
      alerts: "not the Alertmanager API: empty response"
    ),
    FaultRow(
      name: "a login page with 200",
      reply: { _ in FakeMisbehaviour.loginPage.reply },
      mark: "unreadable",
      metrics: "a web page instead of the Prometheus API: Sign in",
      alerts: "not the Alertmanager API"
    ),
  ]

  // MARK: Bodies

  private static let bodies: [FaultRow] = [
    unreadable("an empty body", "empty response", .json("")),
    unreadable("null", "null", .json("null")),
    unreadable("a number", "42", .json("42")),
    unreadable("a text", "\"ok\"", .json("\"ok\"")),
    unreadable("garbage", "%&/()=", .json("%&/()=")),
    unreadable("XML", "<?xml", alerts: "", .text("<?xml version='1.0'?><a/>")),
    unreadable("UTF-16", "", alerts: "", .answer(headers: json, body: [0xFE, 0xFF, 0, 0x7B])),
    row("JSON that ends in the middle", "unreadable", "unreadable answer") { _ in
      .json(#"{"status":"success","data":{"resultType":"vec"#)
    },
    misbehaving(.hugeBody, "200 MB", "too much", "the response exceeds body_limit"),
    misbehaving(.gzipBomb, "a gzip bomb", "too much", "the response exceeds body_limit"),
    row("JSON without end", "too much", "the response exceeds body_limit") { _ in
      .stream(
        headers: json,
        FakeStream(
          head: Array(#"{"status":"success","data":{"resultType":"matrix","result":["#.utf8),
          piece: Array(String(repeating: "[1,\"1\"],", count: 8000).utf8),
          count: 4000
        )
      )
    },
  ]

  // MARK: Documents

  private static let documents: [FaultRow] = [
    row("an empty object", "unreadable", "unreadable answer") { _ in .json("{}") },
    row("no data", "unreadable", "unreadable answer") { _ in .json(#"{"status":"success"}"#) },
    row("data that is null", "unreadable", "unreadable answer") { _ in
      .json(#"{"status":"success","data":null,"x":0}"#)
    },
    row("data without its list", "unreadable", "unreadable answer") { _ in
      .json(#"{"status":"success","data":{}}"#)
    },
    row("data of another kind", "unreadable", "unreadable answer") { _ in
      .json(#"{"status":"success","data":"none"}"#)
    },
    row("another API's answer", "unreadable", "unreadable answer") { _ in
      .json(#"{"version":"1.0","healthy":true}"#)
    },
    FaultRow(
      name: "an error of the API",
      reply: { _ in FakeMisbehaviour.executionError.reply },
      mark: "●",
      metrics: "execution: found duplicate series"
    ),
  ]

  // MARK: Parts of a metrics server

  private static let parts: [FaultRow] = [
    part("alerts", "alerts without their list", #"{}"#, "'alerts' is missing"),
    part("alerts", "alerts of another kind", #"{"alerts":"none"}"#, "unexpected type"),
    part("alerts", "an alert without state", #"{"alerts":[{"labels":{}}]}"#, "'state' is missing"),
    part(
      "alerts",
      "an alert in no known state",
      #"{"alerts":[{"labels":{},"state":"odd"}]}"#,
      "unknown alert state 'odd'"
    ),
    part("targets", "targets without their list", #"{}"#, "'activeTargets' is missing"),
    part("targets", "targets that are null", #"{"activeTargets":null}"#, "unexpected type"),
    range("ranges an hour too early", "it ends 1h too early") { request in
      .json(FakeFleet.matrix(request, movedBy: -3600))
    },
    range("ranges a day too late", "too late") { request in
      .json(FakeFleet.matrix(request, movedBy: 86_400))
    },
    range("ranges answered with a vector", "did not return a matrix") { _ in
      .json(#"{"status":"success","data":{"resultType":"vector","result":[]}}"#)
    },
    range("ranges that are null", "the result is null") { _ in
      .json(#"{"status":"success","data":{"resultType":"matrix","result":null}}"#)
    },
    range("series without values", "a series has no values") { _ in
      .json(#"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{}}]}}"#)
    },
    range("50,000 series", "more than 10000 series", mark: "●") { _ in
      FakeMisbehaviour.manySeries.reply
    },
    FaultRow(
      name: "values an hour old",
      reply: { request in
        let time = wallClockSeconds() - 3600
        return .json(
          #"{"status":"success","data":{"resultType":"vector","result":["#
            + #"{"metric":{"__name__":"up"},"value":[\#(time),"1"]}]}}"#
        )
      },
      paths: ["query"],
      mark: "▲ unreadable",
      metrics: "firing",
      panel: "it ends 1h too early"
    ),
  ]

  private static func part(
    _ path: String,
    _ name: String,
    _ data: String,
    _ words: String
  ) -> FaultRow {
    FaultRow(
      name: name,
      reply: { _ in .json(#"{"status":"success","data":\#(data)}"#) },
      paths: [path],
      mark: "▲ unreadable",
      metrics: words,
      panel: ""
    )
  }

  /// A row whose reason stands in the panels, since nothing else is wrong.
  private static func range(
    _ name: String,
    _ words: String,
    mark: String = "▲ unreadable",
    _ reply: @escaping @Sendable (FakeRequest) -> FakeReply
  ) -> FaultRow {
    FaultRow(
      name: name,
      reply: reply,
      paths: ["query_range"],
      mark: mark,
      metrics: "4 firing",
      panel: words
    )
  }

  private static let json = [("Content-Type", "application/json")]
}
