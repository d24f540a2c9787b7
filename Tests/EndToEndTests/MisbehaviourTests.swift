import Screen
import TestSupport
import Testing

/// The dashboard against a server that has each of the bad days that servers have.
@Suite(.serialized) struct MisbehaviourTests {
  /// What a panel says of each day.
  static let words: [FakeMisbehaviour: String] = [
    .resets: "reset the connection", .closes: "closed the connect",
    .neverAnswers: "no answer within 2s", .stalls: "no answer within 2s",
    .halfABody: "closed the connect", .loginPage: "Sign in",
    .internalError: "500 Internal Server Error", .starting: "not ready",
    .executionError: "execution: found duplicate series", .unauthorized: "401 no credentials",
    .tooManyRequests: "429 too many requests", .hugeBody: "too much: ", .gzipBomb: "too much: ",
    .manySeries: "too much: more than 10000 series", .notHTTP: "unreadable answer",
  ]

  @Test(arguments: FakeMisbehaviour.allCases.filter { words[$0] != nil })
  func thePanelSaysWhatIsWrongAndKeysAreHeard(_ day: FakeMisbehaviour) async throws {
    let words = try #require(Self.words[day])
    let server = try await FakeServer.start { _ in day.reply }
    // What is too much comes before it is too late.
    let isLarge = words.hasPrefix("too much")
    let terminal = try Program.open(
      ["--prometheus", server.url, "--refresh", "1s"],
      environment: ["GOLDTOP_TIMEOUT": isLarge ? "60s" : "2s"]
    )
    let screen = try await terminal.waitFor("'\(words)'") {
      $0.contains("Traffic ✗ failed") && $0.contains(words)
    }
    #expect(!screen.contains("req/s"))
    try await hearsKeysAndQuits(terminal)
    await server.stop()
  }

  /// Values and labels that are legal and strange: they are shown, and nothing else happens.
  @Test(arguments: [FakeMisbehaviour.oddNumbers, .unorderedTimes, .hostileLabels])
  func strangeSeriesAreDrawn(_ day: FakeMisbehaviour) async throws {
    // The names make up the inventory too, so that the signals are asked for.
    let vector = """
      {"status":"success","data":{"resultType":"vector","result":[
      {"metric":{"__name__":"http_requests_total","le":"\\u001b[2J"},"value":[1795343107,"1e308"]},
      {"metric":{"__name__":"http_request_duration_seconds_bucket","le":"+Inf"},
      "value":[1795343107,"NaN"]}]}}
      """
    let empty = #"{"status":"success","data":{"activeTargets":[],"alerts":[],"groups":[]}}"#
    let server = try await FakeServer.start { request in
      if request.path.hasSuffix("/query_range") { return day.reply }
      return .json(request.path.hasSuffix("/query") ? vector : empty)
    }
    let terminal = try Program.open([
      "--prometheus", server.url, "--refresh", "1s", "--to", "1795343107", "--range", "15m",
    ])
    let screen = try await terminal.waitFor("panels with data") {
      $0.contains("┌ Traffic ─") && $0.contains("idle") && !$0.contains("waiting")
    }
    #expect(!screen.contains("failed"))
    try await hearsKeysAndQuits(terminal)
    await server.stop()
  }

  private func hearsKeysAndQuits(_ terminal: Tmux) async throws {
    try terminal.press("?")
    try await terminal.waitFor(text: "┏ Keys")
    try terminal.press("Escape")
    try await terminal.waitFor("panels") { !$0.contains("┏ Keys") }
    try terminal.press("q")
    #expect(try await terminal.waitForEnd().status == 0)
  }
}
