import DashboardConfig
import Screen
import Signals
import Telemetry
import TestSupport
import Testing

@testable import Commands

/// `goldtop discover`: what is asked, and what is printed.
@Suite struct DiscoverTests {
  private static let names = [
    "http_requests_total", "http_request_duration_seconds_bucket",
    "http_request_duration_seconds_count", "own_total",
  ]

  /// A server whose index has a service of FastAPI's instrumentator and a job that nobody knows.
  private nonisolated static func index(_ call: ScriptedCall) -> ScriptedReply? {
    if call == .metadata { return .nothing(to: call) }
    guard case .labelValues(let label, let search) = call else { return nil }
    guard let selector = search.selectors.first else {
      if label == "__name__" { return ScriptedReply(.labelValues(names)) }
      return ScriptedReply(.labelValues(["batch\u{1B}[2J", "shop"]))
    }
    let isOfHandlers =
      selector.contains(#"handler!="",status!="""#)
      || selector.contains(#"duration_seconds_bucket{le="+Inf""#)
    return ScriptedReply(.labelValues(isOfHandlers ? ["shop"] : []))
  }

  private func found(_ source: ScriptedSource) async throws -> DiscoveryRun.Found {
    let run = DiscoveryRun(
      source: source,
      now: Timestamp(seconds: 1_800_000_000),
      deadline: .seconds(5),
      concurrency: 4
    )
    return try await run.find(Discovery())
  }

  @Test func servicesAreFoundByTheIndexOfTheLastTenMinutesAlone() async throws {
    let source = ScriptedSource(rule: Self.index)
    let found = try await found(source)
    #expect(found.services.map(\.id.value) == ["batch\u{1B}[2J", "shop"])
    #expect(found.services.last?.row?.name == "fastapi-instrumentator")
    #expect(found.cost.requests == source.calls.count)
    for call in source.calls where call != .metadata {
      guard case .labelValues(_, let search) = call else {
        Issue.record("\(call) is no question to the index")
        continue
      }
      #expect(search.end - search.start == .seconds(600))
    }
    #expect(Set(source.calls).count == source.calls.count)
  }

  @Test(arguments: [0, 1, 2, 5]) func aQuestionWithoutAnAnswerEndsIt(_ number: Int) async throws {
    let asked = ScriptedState(0)
    let source = ScriptedSource { call in
      let place = asked.change { count in
        count += 1
        return count - 1
      }
      return place == number ? ScriptedReply(failing: .unreachable("refused")) : Self.index(call)
    }
    await #expect(throws: SourceError.unreachable("refused")) { _ = try await found(source) }
  }

  @Test func theTextNamesProfilesSignalsCaveatsAndWhatIsLacking() async throws {
    let text = DiscoveryText.text(try await found(ScriptedSource(rule: Self.index)))
    #expect(text.contains("SERVICE"))
    #expect(text.contains("fastapi-instrumentator  traffic errors latency\n"))
    #expect(text.contains("  latency: buckets end at 1 s\n"))
    #expect(text.contains("  missing: no known profile matches its metrics\n"))
    #expect(text.contains("2 services, found with "))
    #expect(!text.contains("\u{1B}"))
  }

  @Test func theDocumentHasEveryService() async throws {
    let found = try await found(ScriptedSource(rule: Self.index))
    let text = JSONText(DiscoveryJSON.value(found)).text
    #expect(text.contains(#""service":"shop","label":"job","profile":"fastapi-instrumentator""#))
    #expect(text.contains(#"{"name":"errors","data":true}"#))
    #expect(text.contains(#"{"signal":"latency","text":"buckets end at 1 s"}"#))
    #expect(text.contains(#""profile":null"#))
    #expect(!text.contains("\u{1B}"))
  }

  @Test func theConfigurationHasAnEnvironmentForEachServiceThatIsKnown() async throws {
    let found = try await found(ScriptedSource(rule: Self.index))
    let address = ServerAddress(url: "http://prometheus:9090")
    let text = JSONText(DiscoveryJSON.configuration(found, address)).text
    #expect(
      text == #"{"profile":"auto","environments":{"shop":{"prometheus":{"url":"#
        + #""http://prometheus:9090"},"selector":"job=\"shop\""}}}"#
    )
  }

  /// A server whose job `batch` has never been scraped.
  private func foundWithTargets(_ reply: ScriptedReply) async throws -> DiscoveryRun.Found {
    try await found(
      ScriptedSource { call in
        if call == .targets { return reply }
        guard case .labelValues(let label, let search) = call, search.selectors.isEmpty else {
          return .nothing(to: call)
        }
        return ScriptedReply(.labelValues(label == "__name__" ? ["up"] : ["batch"]))
      }
    )
  }

  @Test func aServiceThatNeverAnsweredIsToldWithTheReason() async throws {
    let target = ScrapeTarget(
      labels: LabelSet(["job": "batch", "instance": "a:80"]),
      health: .down,
      lastError: "Get \"http://a:80/metrics\": dial tcp: \u{1B}[2Jrefused"
    )
    let found = try await foundWithTargets(ScriptedReply(.targets([target])))
    let text = DiscoveryText.text(found)
    #expect(text.contains("  down: ") && text.contains("refused\n"), "\(text)")
    #expect(!text.contains("no known profile") && !text.contains("\u{1B}"))
    #expect(JSONText(DiscoveryJSON.value(found)).text.contains(#""lacks":["down: "#))
  }

  @Test func aServerWithoutTargetsHasServicesAllTheSame() async throws {
    let found = try await foundWithTargets(ScriptedReply(failing: .http(status: 404, message: "")))
    #expect(found.services.map(\.id.value) == ["batch"])
    #expect(DiscoveryText.text(found).contains("no known profile"))
    await #expect(throws: SourceError.unreachable("refused")) {
      _ = try await self.foundWithTargets(ScriptedReply(failing: .unreachable("refused")))
    }
  }

  /// A server whose index has a service that counts requests under names of its own.
  private nonisolated static func guessable(_ call: ScriptedCall) -> ScriptedReply? {
    if call == .metadata {
      return ScriptedReply(.metadata(["shop_requests": [MetricMetadata(type: "counter")]]))
    }
    guard case .labelValues(let label, let search) = call else { return nil }
    let selector = search.selectors.first ?? ""
    switch label {
    case "__name__" where selector.isEmpty:
      return ScriptedReply(
        .labelValues(["shop_requests_total", "shop_request_duration_milliseconds_bucket"])
      )
    case "__name__":
      let isLabel = selector.contains("code!=") || selector.contains("path!=")
      return ScriptedReply(.labelValues(isLabel ? ["shop_requests_total"] : []))
    case "code": return ScriptedReply(.labelValues(["200", "500"]))
    default:
      let isAsked = selector.isEmpty || selector.contains("shop_request")
      return ScriptedReply(.labelValues(isAsked ? ["shop"] : []))
    }
  }

  @Test func guessesArePrintedWithTheirReason() async throws {
    let found = try await found(ScriptedSource(rule: Self.guessable))
    let text = DiscoveryText.text(found)
    #expect(text.contains("shop     guessed-shop_requests  traffic errors latency\n"), "\(text)")
    #expect(text.contains("  guessed: code has 200, 500: 5.. are errors\n"))
    let json = JSONText(DiscoveryJSON.value(found)).text
    #expect(json.contains(#""guess":"shop_requests_total looks like a count of requests; "#))
  }

  @Test func aServerWithoutMetadataIsGuessedByNamesAndOneThatIsGoneEndsIt() async throws {
    func found(_ error: SourceError) async throws -> DiscoveryRun.Found {
      try await self.found(
        ScriptedSource { $0 == .metadata ? ScriptedReply(failing: error) : Self.guessable($0) }
      )
    }
    let without = try await found(.http(status: 404, message: ""))
    #expect(without.services.first?.row?.name == "guessed-shop_requests")
    await #expect(throws: SourceError.unreachable("refused")) {
      _ = try await found(.unreachable("refused"))
    }
  }

  /// What is pasted finds the same names without guessing.
  @Test func aGuessThatIsPastedIsAnOwnProfile() async throws {
    let guessed = try await found(ScriptedSource(rule: Self.guessable))
    let address = ServerAddress(url: "http://prometheus:9090")
    let json = JSONText(DiscoveryJSON.configuration(guessed, address), .spread).text
    let file = ConfigSources.File(path: "c.json", bytes: Array(json.utf8))
    let flags = ["env": "shop"]
    let resolution = SettingsResolution(ConfigSources(file: file, flags: flags))
    let settings = try #require(resolution.settings, "\(resolution.problems)\n\(json)")
    let table = try #require(settings.profileTable)
    let source = ScriptedSource(rule: Self.guessable)
    let run = DiscoveryRun(
      source: source,
      now: Timestamp(seconds: 1_800_000_000),
      deadline: .seconds(5),
      concurrency: 4
    )
    let kept = try await run.find(Discovery(table))
    #expect(!source.calls.contains(.metadata))
    let (old, new) = (guessed.services.first?.row, kept.services.first?.row)
    #expect(new?.name == "shop_requests" && new?.guess == nil)
    #expect(new?.requests == old?.requests)
  }
}
