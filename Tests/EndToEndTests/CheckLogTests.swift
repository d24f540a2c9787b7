import TestSupport
import Testing

/// `goldtop check` on the lines of a Loki.
@Suite struct CheckLogTests {
  private static var now: Int64 { Int64(wallClockSeconds() * 1e9) }

  /// Lines of a service, a second apart, the newest a second old.
  private func lines(
    _ count: Int = 40,
    age: Int64 = 1,
    _ labels: (Int) -> [String: String] = { _ in ["service": "shop"] },
    _ text: (Int) -> String = { number in
      #"{"level":"info","timestamp":"2026-01-31T14:00:00Z","path":"/","status":200,"#
        + #""correlation_id":"0192f0c1-8e2b-7c3d-9a10-6e2f4b8d\#(1000 + number)"}"#
    }
  ) -> [FakeLokiLine] {
    let end = Self.now - age * 1_000_000_000
    return (0..<count).map {
      FakeLokiLine(labels($0), at: end - Int64(count - $0) * 1_000_000, text($0))
    }
  }

  private func report(_ lines: [FakeLokiLine]) async throws -> CheckedStack.Report {
    try await FakeLoki.run { loki in
      loki.push(lines)
      let run = try await Program.run(["check", "--output", "json", "--loki", loki.url])
      return try CheckedStack.Report(json: run.output)
    }
  }

  @Test func soundLinesHaveNoFinding() async throws {
    let report = try await report(lines())
    #expect(report.findings.isEmpty, "\(report.findings)")
    let checked = Set(report.inOrder.map(\.check))
    for name in [
      "logs-arrive", "logs-json", "logs-levels", "logs-times", "logs-correlation",
      "stream-labels",
    ] {
      #expect(checked.contains(name), "\(name) was not checked: \(report.unchecked)")
    }
  }

  @Test func aFaultIsFoundByName() async throws {
    #expect(try await report(lines(age: 600)).names == ["logs-arrive"])
    #expect(try await report([]).names == ["logs-arrive"])
    let words = lines { _ in
      ["service": "shop"]
    } _: {
      "level=info started \($0)"
    }
    #expect(try await report(words).names.contains("logs-json"))
    let mute = lines { _ in
      ["service": "shop"]
    } _: {
      "{\"message\":\"started \($0)\"}"
    }
    #expect(try await report(mute).names.contains("logs-levels"))
    let lost = lines { _ in
      ["service": "shop"]
    } _: { number in
      #"{"level":"info","path":"/\#(number)","status":200}"#
    }
    #expect(try await report(lost).names.contains("logs-correlation"))
    let wide = lines { ["service": "shop", "trace_id": "t\($0)"] }
    #expect(try await report(wide).names == ["stream-labels"])
  }
}
