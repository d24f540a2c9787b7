import Glibc
import PromQL
import TestSupport
import Testing

/// The engine beside Prometheus on the same history: what that answers is right.
///
/// `PATH` decides which Prometheus it is. Of version 2 is asked what it has in common with 3, the
/// language of the engine; of version 3 everything, with its remarks and the words of its errors.
@Suite struct DifferentialTests {
  @Test func writtenQueriesAnswerAsPrometheusDoes() async throws {
    let comparison = try await Comparison()
    var queries = try Self.writtenQueries("queries")
    if comparison.isNew { queries += try Self.writtenQueries("queries-3") }
    for query in queries {
      try comparison.compare(query, .instant(minute: 100))
      try comparison.compare(query, .instant(minute: 7))
      try comparison.compare(query, .range(from: 90, to: 120, step: 75))
      guard comparison.isNew else { continue }
      try comparison.compare(query, .instant(minute: 100), onSamples: true)
      try comparison.compare(query, .range(from: 90, to: 120, step: 75), onSamples: true)
    }
    await comparison.finish("written")
  }

  @Test func generatedQueriesAnswerAsPrometheusDoes() async throws {
    let comparison = try await Comparison()
    for seed in fuzzSeeds(usually: 600) {
      var generator = ExpressionGenerator(.history(major: comparison.major), seed: seed)
      let query = generator.expression(1 + Int(seed % 3)).text
      let grids: [Comparison.Grid] = [
        .instant(minute: 60 + Int(seed % 120)), .range(from: 65, to: 180, step: 600),
        .range(from: 80, to: 110, step: 60),
      ]
      try comparison.compare(
        query,
        grids[Int(seed / 3 % 3)],
        onSamples: comparison.isNew && seed % 2 == 0
      )
    }
    await comparison.finish("generated")
  }

  /// The queries of the file, one a line.
  private static func writtenQueries(_ name: String) throws -> [String] {
    let here = "\(#filePath)"
    let folder = here.prefix(here.count - "Differential/DifferentialTests.swift".count)
    let stream = try #require(fopen("\(folder)Queries/\(name).promql", "r"))
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
    let old = DifferentialHistory()
    var server = try await BackfilledPrometheus(openMetrics: old.openMetrics)
    var history = old
    if server.majorVersion > 2 {
      await server.stop()
      history = DifferentialHistory(major: server.majorVersion)
      server = try await BackfilledPrometheus(openMetrics: history.openMetrics)
    }
    self.server = server
    evaluator = Evaluator(store: HistoryStore(stored: history.stored))
  }

  /// The first number of the server's version.
  var major: Int { server.majorVersion }

  /// Whether the server speaks the language of the engine, and not only a part of it.
  var isNew: Bool { major > 2 }

  /// Asks both.
  ///
  /// - Parameters:
  ///   - query: The expression.
  ///   - grid: When.
  ///   - onSamples: Whether to ask at moments that samples have, so that some lie on the edges of
  ///     ranges.
  /// - Throws: What asking the server throws.
  func compare(_ query: String, _ grid: Grid, onSamples: Bool = false) throws {
    let delay: Int64 = onSamples ? 7500 : 5000
    let expected = try QueryReply(json: try asked(query, grid, delay))
    let found = evaluated(query, grid, delay)
    cases += 1
    if case .refused = expected.answer, case .refused = found.answer { refusals += 1 }
    let isOrdered = query.hasPrefix("sort")
    let difference =
      found.answer.difference(from: expected.answer, isOrdered: isOrdered)
      ?? (isNew
        ? found.differenceInWords(from: expected, ignoresPlaces: query.contains(":")) : nil)
    if let difference {
      differences.append("\(query) at \(grid)\(onSamples ? " on samples" : ""): \(difference)")
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

  private func asked(_ query: String, _ grid: Grid, _ delay: Int64) throws -> String {
    // The function had this name before Prometheus 3.
    let text = isNew ? query : query.replacing("double_exponential_smoothing", with: "holt_winters")
    switch grid {
    case .instant(let minute):
      return try server.answer(
        "/api/v1/query",
        [("query", text), ("time", Self.seconds(moment(minute, delay)))]
      )
    case .range(let from, let to, let step):
      return try server.answer(
        "/api/v1/query_range",
        [
          ("query", text), ("start", Self.seconds(moment(from, delay))),
          ("end", Self.seconds(moment(to, delay))), ("step", "\(step)"),
        ]
      )
    }
  }

  private func evaluated(_ query: String, _ grid: Grid, _ delay: Int64) -> QueryReply {
    do {
      let expression = try Expression.parse(query)
      switch grid {
      case .instant(let minute):
        return QueryReply(try evaluator.instant(expression, at: moment(minute, delay)))
      case .range(let from, let to, let step):
        return QueryReply(
          try evaluator.range(
            expression,
            from: moment(from, delay),
            through: moment(to, delay),
            step: Int64(step) * 1000
          )
        )
      }
    } catch let error as EvaluationError {
      return QueryReply(answer: .refused(error.message))
    } catch {
      return QueryReply(answer: .refused("\(error)"))
    }
  }

  private func moment(_ minute: Int, _ delay: Int64) -> Int64 {
    (DifferentialHistory.start + Int64(minute) * 60) * 1000 + delay
  }

  private static func seconds(_ milliseconds: Int64) -> String {
    "\(milliseconds / 1000)" + (milliseconds % 1000 == 0 ? "" : ".\(milliseconds % 1000)")
  }
}
