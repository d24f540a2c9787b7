import Glibc
import PromQL
import TestSupport
import Testing

/// The engine beside Debian's Prometheus on the same history: what that answers is right.
@Suite struct DifferentialTests {
  @Test func writtenQueriesAnswerAsPrometheusDoes() async throws {
    let comparison = try await Comparison()
    for query in try Self.writtenQueries() {
      try comparison.compare(query, .instant(minute: 100))
      try comparison.compare(query, .instant(minute: 7))
      try comparison.compare(query, .range(from: 90, to: 120, step: 75))
    }
    await comparison.finish("written")
  }

  @Test func generatedQueriesAnswerAsPrometheusDoes() async throws {
    let comparison = try await Comparison()
    for seed in 0..<UInt64(fuzzCases(usually: 600)) {
      var generator = ExpressionGenerator(.history, seed: seed)
      let query = generator.expression(1 + Int(seed % 3)).text
      let grids: [Comparison.Grid] = [
        .instant(minute: 60 + Int(seed % 120)), .range(from: 65, to: 180, step: 600),
        .range(from: 80, to: 110, step: 60),
      ]
      try comparison.compare(query, grids[Int(seed / 3 % 3)])
    }
    await comparison.finish("generated")
  }

  /// The queries of the file, one a line.
  private static func writtenQueries() throws -> [String] {
    let here = "\(#filePath)"
    let folder = here.prefix(here.count - "Differential/DifferentialTests.swift".count)
    let stream = try #require(fopen("\(folder)Queries/queries.promql", "r"))
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    while case let byte = getc(stream), byte != EOF { bytes.append(UInt8(byte)) }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
      .filter { !$0.hasPrefix("#") }
  }
}

/// One server, one store, and how many answers were equal.
private final class Comparison {
  /// When a query is asked, in minutes from the beginning of history, and 5 s.
  enum Grid {
    case instant(minute: Int)
    case range(from: Int, to: Int, step: Int)
  }

  private let server: BackfilledPrometheus
  private let evaluator: Evaluator
  private var cases = 0
  private var refusals = 0
  private var differences: [String] = []

  init() async throws {
    let history = DifferentialHistory()
    server = try await BackfilledPrometheus(openMetrics: history.openMetrics)
    evaluator = Evaluator(store: HistoryStore(stored: history.stored))
  }

  func compare(_ query: String, _ grid: Grid) throws {
    let expected = try QueryAnswer(json: try asked(query, grid))
    let found = evaluated(query, grid)
    cases += 1
    if case .refused = expected, case .refused = found { refusals += 1 }
    let isOrdered = query.hasPrefix("sort")
    if let difference = found.difference(from: expected, isOrdered: isOrdered) {
      differences.append("\(query) at \(grid): \(difference)")
    }
  }

  /// Prints the count and fails where there were differences.
  func finish(_ name: String) async {
    await server.stop()
    print(
      "differential, \(name): \(cases) cases, \(cases - differences.count) agree "
        + "(\(refusals) of them refused by both)"
    )
    #expect(cases > 0)
    #expect(refusals * 4 < cases, "too many cases end in an error to tell much")
    for difference in differences { Issue.record("\(difference)") }
  }

  private func asked(_ query: String, _ grid: Grid) throws -> String {
    // The function had this name before Prometheus 3.
    let text = query.replacing("double_exponential_smoothing", with: "holt_winters")
    switch grid {
    case .instant(let minute):
      return try server.answer(
        "/api/v1/query",
        [("query", text), ("time", "\(seconds(minute))")]
      )
    case .range(let from, let to, let step):
      return try server.answer(
        "/api/v1/query_range",
        [
          ("query", text), ("start", "\(seconds(from))"), ("end", "\(seconds(to))"),
          ("step", "\(step)"),
        ]
      )
    }
  }

  private func evaluated(_ query: String, _ grid: Grid) -> QueryAnswer {
    do {
      let expression = try Expression.parse(query)
      switch grid {
      case .instant(let minute):
        return QueryAnswer(try evaluator.instant(expression, at: seconds(minute) * 1000))
      case .range(let from, let to, let step):
        return QueryAnswer(
          try evaluator.range(
            expression,
            from: seconds(from) * 1000,
            through: seconds(to) * 1000,
            step: Int64(step) * 1000
          )
        )
      }
    } catch {
      return .refused("\(error)")
    }
  }

  private func seconds(_ minute: Int) -> Int64 {
    DifferentialHistory.start + Int64(minute) * 60 + 5
  }
}
