import TestSupport
import Testing

/// The sections of a week's report that stand on a log server.
@Suite struct ReportLogsTests {
  /// Error lines of the hour before a moment, one kind of which is new, and more lines of another program.
  private func lines(before end: Int) -> [FakeLokiLine] {
    let start = Int64(end - 1800) * 1_000_000_000
    let fresh = (0..<12).map { number in
      ShopOnLoki.line(
        "payments",
        "error",
        "card \(4000 + number) declined",
        at: start + Int64(number) * 1_000_000_000
      )
    }
    let known = (0..<4).map { number in
      ShopOnLoki.line(
        "backend",
        "error",
        "checkout failed",
        at: start + Int64(number) * 2_000_000_000
      )
    }
    let quiet = (0..<60).map { number in
      ShopOnLoki.line(
        "backend",
        "info",
        "tidied \(number)",
        at: start + Int64(number) * 500_000_000
      )
    }
    return fresh + known + quiet
  }

  @Test func newErrorsAndVolumesAreTold() async throws {
    let server = try await ReportServer.shared.value
    try await FakeLoki.run { loki in
      let end = ReportServer.end
      loki.push(lines(before: end))
      // A week before, the backend failed as it does now.
      loki.push([
        ShopOnLoki.line(
          "backend",
          "error",
          "checkout failed",
          at: Int64(end - 8 * 86_400) * 1_000_000_000
        )
      ])
      let run = try await server.report("weekly", ["--loki", loki.url, "--output", "json"])
      #expect(run.end == .exited(0), "\(run.errors)")
      let report = try WrittenReport(run.output)
      let patterns = report.rows("error_patterns", "patterns")
      #expect(patterns.map { $0["pattern"]?.text } == ["card # declined"])
      #expect(patterns.first?["service"]?.text == "payments")
      #expect(patterns.first?["lines"]?.number == 12)
      expectVolumes(report)
      let text = try await server.report("weekly", ["--loki", loki.url])
      #expect(
        text.output.contains("1 new error pattern, most often: card # declined"),
        "\(text.output)"
      )
    }
  }

  @Test(.enabled(if: RealLoki.binary != nil, "GOLDTOP_TEST_LOKI names no binary"))
  func aRealLokiTellsTheSame() async throws {
    let server = try await ReportServer.shared.value
    let loki = try await RealLoki(try #require(RealLoki.binary))
    let now = Int(wallClockSeconds())
    try loki.push(lines(before: now))
    let run = try await server.report(
      "weekly",
      ["--loki", loki.url, "--output", "json"],
      end: now
    )
    #expect(run.end == .exited(0), "\(run.errors)")
    let report = try WrittenReport(run.output)
    // It takes no lines of last week in, so that all patterns are new.
    let patterns = report.rows("error_patterns", "patterns")
    #expect(patterns.map { $0["pattern"]?.text } == ["card # declined", "checkout failed"])
    #expect(patterns.first?["lines"]?.number == 12)
    expectVolumes(report)
  }

  private func expectVolumes(_ report: WrittenReport) {
    let volumes = report.rows("log_volumes", "volumes")
    #expect(volumes.map { $0["name"]?.text } == ["backend", "payments"])
    #expect(volumes.map { $0["lines"]?.number } == [64, 12])
  }
}
