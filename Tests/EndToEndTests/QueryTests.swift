import TestSupport
import Testing

/// `goldtop query` as scripts run it.
@Suite struct QueryTests {
  private static let history = """
    # TYPE http_requests counter
    http_requests_total{job="a"} 0 100
    http_requests_total{job="a"} 60 160
    http_requests_total{job="a"} 120 220
    http_requests_total{job="b"} 5 220.5
    # EOF

    """

  private func query(
    _ arguments: [String]
  ) async throws
    -> (end: ChildProcess.End, output: String, errors: String)
  {
    let folder = try TemporaryFolder()
    let file = try folder.write(Self.history, to: "history.txt")
    return try await Program.run(["query", "--metrics-file", file] + arguments)
  }

  @Test func aFileIsEvaluatedAtItsNewestSample() async throws {
    let run = try await query(["sum by (job) (http_requests_total)", "--output", "json"])
    #expect(run.end == .exited(0))
    #expect(
      run.output == #"""
        {"resultType":"vector","result":[{"metric":{"job":"a"},"value":[220.500,"120"]},{"metric":{"job":"b"},"value":[220.500,"5"]}]}

        """#
    )
    #expect(run.errors.isEmpty)
  }

  @Test func aRangeIsAMatrix() async throws {
    let run = try await query([
      "rate(http_requests_total{job=\"a\"}[2m])", "--from", "220", "--to", "250", "--step", "30",
      "--output", "csv",
    ])
    #expect(run.output == "job,timestamp,value\na,220,1\na,250,1\n")
  }

  @Test func aParseErrorNamesItsPlace() async throws {
    let run = try await query(["sum("])
    #expect(run.end == .exited(2))
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("1:5: parse error"))
  }

  @Test func anErrorOfTheEvaluationIsTold() async throws {
    let run = try await query(["http_requests_total * on () http_requests_total"])
    #expect(run.end == .exited(1))
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("many-to-many matching not allowed"))
  }

  @Test func aServerIsAskedTheSame() async throws {
    let server = try await RealServers.shared.prometheus()
    let run = try await Program.run([
      "query", "--prometheus", server.url, "--output", "json", "--time", "1000", "1 + 1",
    ])
    #expect(run.output == "{\"resultType\":\"scalar\",\"result\":[1000,\"2\"]}\n")
    let wrong = try await Program.run(["query", "--prometheus", server.url, "sum("])
    #expect(wrong.end == .exited(2))
    #expect(wrong.errors.contains("parse error"))
  }
}
