import Logs
import LokiAPI
import Telemetry
import TestSupport
import Testing

/// That what a server leaves out is never what the filter wants.
///
/// The fake server carries out the LogQL that it is sent; lines are written in every way that
/// loggers have, and in some that they should not have.
@Suite(.timeLimit(.minutes(20))) struct PushDownTests {
  private static let names = ["status", "user", "id", "code", "tags"]
  private static let values = [
    "500", "404", "\"500\"", "200", "5e2", "0x1F4", "499.9999999999999999999", "-7", "0500",
    "\"ann\"", "\"an\\u006e\"", "\"a\\nb\"", "\"a\\\\b\"", "null", "true", "[\"500\"]", "{}",
    "\"\"", "\"caf\u{E9}\"", "\"a/b\"", "\"a\\/b\"", "\"50\u{FFFD}\"", "\"Infinity\"", "NaN",
  ]
  private static let wanted = [
    "500", "404", "ann", "true", "null", "\"a\\nb\"", "\"a\\\\b\"", "a/b", "caf\u{E9}", "5e2",
    "\"[\\\"500\\\"]\"", "5.*", "a.*|5..", "\"\"", ".*", "\"x]\"", "x",
  ]

  private static func pick<Value>(_ values: [Value], _ random: inout SeededGenerator) -> Value {
    values[Int.random(in: values.indices, using: &random)]
  }

  private static func key(_ random: inout SeededGenerator) -> String {
    let name = pick(names, &random)
    return switch Int.random(in: 0...5, using: &random) {
    case 0: "user.\(name)"
    case 1: "http-\(name)"
    case 2: "http_\(name)"
    default: name
    }
  }

  private static func member(_ random: inout SeededGenerator) -> String {
    let space = pick(["", "", " ", "\t"], &random)
    let value =
      Int.random(in: 0...5, using: &random) == 0
      ? "{\(member(&random))}" : pick(values, &random)
    return "\"\(key(&random))\"\(space):\(space)\(value)"
  }

  private static func pair(_ random: inout SeededGenerator) -> String {
    let value = pick(values + ["500", "ann", "x]", "x", "a=b", "500,", "7)"], &random)
    let open = pick(["", "", "", "[", "(", "words,"], &random)
    return open + "\(key(&random))=\(value)" + pick(["", "", "]", ",", ";"], &random)
  }

  private static func text(_ random: inout SeededGenerator) -> String {
    let count = Int.random(in: 0...4, using: &random)
    let members = (0..<count).map { _ in member(&random) }.joined(separator: ",")
    let pairs = (0..<count).map { _ in pair(&random) }.joined(separator: " ")
    return switch Int.random(in: 0...8, using: &random) {
    case 0, 1, 2: "{\(members)}"
    case 3: "web | {\(members)}"
    case 4: "{\(members)"
    case 5, 6: pairs
    case 7: "charge failed \(pairs) of many"
    default: "{\(members)} \(pairs)"
    }
  }

  private static func line(_ number: Int, _ random: inout SeededGenerator) -> FakeLokiLine {
    // A stream of its own: no line is a part of another one.
    var labels = ["job": "shop", "row": "\(number)"]
    var metadata: [String: String] = [:]
    if Int.random(in: 0...5, using: &random) == 0 {
      labels["status"] = pick(["500", "x"], &random)
    }
    if Int.random(in: 0...5, using: &random) == 0 {
      metadata[pick(["status", "user", "user_id", "trace_id"], &random)] =
        pick(["500", "404", "ann", "n/a", "x"], &random)
    }
    return FakeLokiLine(labels, at: origin + Int64(number), text(&random), metadata: metadata)
  }

  private static func condition(_ random: inout SeededGenerator) -> LogFilter.Condition {
    let name = pick(["status", "user", "user.id", "user_status", "http_code", "http.id"], &random)
    if Int.random(in: 0...2, using: &random) == 0 {
      let comparison = pick(LogFilter.NumberComparison.allCases, &random)
      return .number(name, comparison, pick([500, 499.5, 404, 0, -7, -1e3, 5, 1e300], &random))
    }
    let value = pick(wanted, &random).replacing("\\n", with: "\n")
    let comparison: LabelMatcher.Comparison = pick(
      [.equal, .equal, .matches, .notEqual, .matchesNot],
      &random
    )
    let isPattern = comparison == .matches || comparison == .matchesNot
    let isBroken =
      isPattern && (try? LogMatcher(LogFilter([.field(name, comparison, value)]))) == nil
    return .field(name, isBroken ? .equal : comparison, value)
  }

  @Test(arguments: 0..<3)
  func whatTheServerFindsHoldsAllThatTheFilterKeeps(_ batch: UInt64) async throws {
    var random = SeededGenerator(seed: 77 + batch)
    let lines = (0..<100).map { Self.line($0, &random) }
    let filters = (0..<30).map { _ in
      LogFilter(
        (0..<Int.random(in: 1...2, using: &random)).map { _ in Self.condition(&random) }
      )
    }
    try await withLoki { loki, client, _ in
      loki.push(lines)
      let all = try await Pages(of: client, from: moment(0), to: moment(1000), limit: 5000).entries
      #expect(all.count == lines.count)
      var (sent, kept) = (0, 0)
      for filter in filters {
        let matcher = try LogMatcher(filter)
        let query = LogQuery(selector: shop.selector, filter: filter)
        let answer = try await Pages(
          of: client,
          query,
          from: moment(0),
          to: moment(1000),
          limit: 5000
        ).entries
        #expect(answer.filter(matcher.matches) == all.filter(matcher.matches), "\(filter)")
        sent += answer.count
        kept += answer.filter(matcher.matches).count
      }
      // And it does leave out what it can.
      #expect(sent < filters.count * lines.count * 2 / 3)
      #expect(kept > 0)
    }
  }

  @Test func linesAreSentOnlyWhereTheFieldMayHold() async throws {
    try await withLoki { loki, client, _ in
      loki.push(
        (0..<1000).map { number in
          FakeLokiLine(
            ["job": "shop"],
            at: origin + Int64(number),
            #"{"event":"request","status":\#(number % 100 == 7 ? 503 : 200),"ms":\#(number)}"#
          )
        }
      )
      for condition in [
        LogFilter.Condition.number("status", .atLeast, 500), .field("status", .equal, "503"),
        .number("status", .more, 499.5),
      ] {
        let query = LogQuery(selector: shop.selector, filter: LogFilter([condition]))
        let pages = try await Pages(
          of: client,
          query,
          from: moment(0),
          to: moment(1000),
          limit: 5000
        )
        #expect(pages.entries.count == 10, "\(condition)")
        #expect(pages.entries.allSatisfy { $0.parsed == .empty })
      }
    }
  }

  @Test func anIDIsFoundInTheLineInMetadataAndInLabelsOnce() async throws {
    let id = "4bf92f3577b34da6a3ce929d0e0e4736"
    let parent = "00-\(id)-00f067aa0ba902b7-01"
    var settings = LokiSettings()
    settings.reorder = .zero
    try await withLoki(settings: settings) { loki, client, clock in
      let lines = [
        FakeLokiLine(["job": "shop"], at: origin + 1, #"{"trace_id":"\#(id)","m":1}"#),
        FakeLokiLine(["job": "shop"], at: origin + 2, "beside", metadata: ["trace_id": id]),
        FakeLokiLine(["job": "shop"], at: origin + 3, "camel", metadata: ["traceId": id]),
        FakeLokiLine(["job": "shop"], at: origin + 4, "parent", metadata: ["traceparent": parent]),
        FakeLokiLine(
          ["job": "shop"],
          at: origin + 5,
          #"{"trace_id":"\#(id)"}"#,
          metadata: ["trace_id": id]
        ),
        FakeLokiLine(["job": "shop", "request_id": id], at: origin + 6, "label"),
        FakeLokiLine(["job": "shop"], at: origin + 7, "another", metadata: ["trace_id": "x"]),
      ]
      loki.push(lines)
      let filter = LogFilter([.correlation(id)])
      let query = LogQuery(selector: shop.selector, filter: filter)
      for limit in [1, 2, 100] {
        let pages = try await Pages(of: client, query, from: moment(0), to: moment(9), limit: limit)
        let found = pages.pages.reversed().flatMap(\.entries)
        #expect(found.map { $0.timestamp.nanoseconds - origin } == [1, 2, 3, 4, 5, 6])
        #expect(try found.allSatisfy(filter.matches))
      }
      try await following(client, clock, query) { room in
        try await room.wait(lines: 6)
        loki.push([FakeLokiLine(["job": "shop"], at: origin + 20, "new", metadata: ["req_id": id])])
        try await room.wait(lines: 7)
        #expect(room.lines.count == 7)
      }
    }
  }
}
