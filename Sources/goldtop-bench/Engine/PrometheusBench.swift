import Glibc
import HTTPTransport
import LocalSource
import PrometheusAPI
import Telemetry

/// PromQL by the embedded engine and by a real Prometheus on the same samples.
///
/// The samples are an OpenMetrics file: `promtool` makes blocks of it for the server, the engine
/// reads it itself. Each question is asked over an hour by steps of 15 seconds, and the best of five
/// runs counts: of the engine without any memory, of the server by its own clock, without HTTP and
/// JSON.
enum PrometheusBench {
  static func run() async {
    guard let binary = variable("GOLDTOP_BENCH_PROMETHEUS") else {
      Bench.report(
        "PromQL against Prometheus",
        "not compared: GOLDTOP_BENCH_PROMETHEUS names no binary"
      )
      return
    }
    guard let folder = BenchFolder() else { return fail("no folder for the data") }
    defer { folder.remove() }
    var history = ComparedHistory()
    let text = history.text()
    let end = Timestamp(seconds: Double(ComparedHistory.lastMoment))
    guard let store = try? MetricsFile.read(text, now: end) else {
      return fail("the history cannot be read")
    }
    let promtool = variable("GOLDTOP_BENCH_PROMTOOL") ?? "promtool"
    let file = "\(folder.path)/history"
    let making = [
      promtool, "tsdb", "create-blocks-from", "openmetrics", file, "\(folder.path)/data",
    ]
    guard folder.write(text, to: "history"), folder.write([], to: "config"),
      BenchProcess(making)?.wait() == true
    else { return fail("promtool makes no blocks") }
    let address = "127.0.0.1:\(20_000 + getpid() % 10_000)"
    let server = BenchProcess([
      binary, "--config.file=\(folder.path)/config", "--storage.tsdb.path=\(folder.path)/data",
      "--storage.tsdb.retention.time=100y", "--web.listen-address=\(address)",
    ])
    guard let server else { return fail("\(binary) does not start") }
    defer { server.stop() }
    guard let transport = try? HTTPTransport(ServerAddress(url: "http://\(address)")),
      await isReady(transport)
    else { return fail("\(binary) is never ready") }
    await compare(store, transport)
    await transport.shutdown()
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func fail(_ reason: String) {
    Bench.report("PromQL against Prometheus", "not compared: \(reason)")
  }

  private static func isReady(_ transport: HTTPTransport) async -> Bool {
    for _ in 0..<300 {
      let answer = try? await transport.send(HTTPRequest(.get, "/-/ready", deadline: .seconds(1)))
      if answer?.status == 200 { return true }
      try? await Task.sleep(for: .milliseconds(200))
    }
    return false
  }

  // MARK: - Comparing

  private struct Row {
    var expression: String
    var ours = Double.infinity
    var theirs = Double.infinity
    var overHTTP = Double.infinity
    var series = 0
    /// How our answer differs from theirs.
    var difference: String?

    var ratio: Double { ours / theirs }
  }

  private static func compare(_ store: SeriesStore, _ transport: HTTPTransport) async {
    print("PromQL over 1 h by 15 s, \(store.status.series) series, \(store.status.samples) samples")
    print("   ours ms  Prometheus ms  over HTTP ms   ratio  series  same  expression")
    var rows: [Row] = []
    for expression in ComparedQueries.panels + ComparedQueries.rules {
      let row = await compare(expression, store, transport)
      let numbers = [row.ours, row.theirs, row.overHTTP].map { Bench.text($0 * 1000) }
      let cells = zip(numbers + [Bench.text(row.ratio, 3), "\(row.series)"], [10, 15, 14, 8, 8])
        .map { String(repeating: " ", count: max(1, $1 - $0.count)) + $0 }
      let verdict = row.difference == nil ? "   yes" : "    NO"
      print("\(cells.joined())\(verdict)  \(row.expression.prefix(80))")
      if let difference = row.difference { print("          \(difference)") }
      rows.append(row)
    }
    let ratios = rows.map(\.ratio).sorted()
    let different = rows.count { $0.difference != nil }
    Bench.report(
      "PromQL against Prometheus, median",
      Bench.text(ratios[ratios.count / 2], 3),
      budget: "0.15"
    )
    Bench.report(
      "PromQL against Prometheus, worst",
      Bench.text(ratios.last ?? .nan, 3),
      budget: "0.7"
    )
    Bench.report("PromQL against Prometheus, other answers", "\(different)", budget: "none")
  }

  private static func compare(
    _ expression: String,
    _ store: SeriesStore,
    _ transport: HTTPTransport
  ) async -> Row {
    let end = Timestamp(seconds: Double(ComparedHistory.lastMoment))
    let query = RangeQuery(
      expression,
      from: end - .seconds(3600),
      to: end,
      step: .seconds(15),
      deadline: .seconds(60)
    )
    var row = Row(expression: expression)
    var ours: [TimeSeries]?
    var theirs: [TimeSeries]?
    for _ in 0..<5 {
      let engine = LocalEngine(store: store, now: { end })
      if let answer = try? await engine.range(query) {
        ours = answer.value
        row.ours = min(row.ours, answer.receipt.elapsed.inSeconds)
      }
      let asked = ContinuousClock.now
      guard let answer = try? await transport.send(request(query)) else { continue }
      row.overHTTP = min(row.overHTTP, asked.duration(to: .now).inSeconds)
      row.theirs = min(row.theirs, evaluationTime(in: answer.body) ?? .infinity)
      if case .matrix(let series) = QueryAnswerDecoder.result(of: answer.body) {
        theirs = series.sorted { $0.labels < $1.labels }
      }
    }
    row.series = theirs?.count ?? 0
    row.difference = difference(ours, theirs)
    return row
  }

  private static func request(_ query: RangeQuery) -> HTTPRequest {
    HTTPRequest(
      .get,
      "/api/v1/query_range",
      parameters: [
        .init("query", query.expression), .init("start", "\(query.start.milliseconds / 1000)"),
        .init("end", "\(query.end.milliseconds / 1000)"), .init("step", "15"),
        .init("stats", "all"),
      ],
      deadline: .seconds(60)
    )
  }

  /// `evalTotalTime` of the statistics, in seconds.
  private static func evaluationTime(in body: [UInt8]) -> Double? {
    let text = String(decoding: body, as: UTF8.self)
    guard let place = text.firstRange(of: "\"evalTotalTime\":") else { return nil }
    return Double(text[place.upperBound...].prefix { "0123456789.e-+".contains($0) })
  }

  /// The first difference between two answers; `nil` for none.
  private static func difference(_ ours: [TimeSeries]?, _ theirs: [TimeSeries]?) -> String? {
    guard let ours, let theirs else { return "no answer" }
    guard ours.count == theirs.count else {
      return "\(ours.count) series instead of \(theirs.count)"
    }
    for (one, other) in zip(ours, theirs) {
      guard one.labels == other.labels else {
        return "\(one.labels.description) instead of \(other.labels.description)"
      }
      guard one.samples.map(\.timestamp) == other.samples.map(\.timestamp) else {
        return "other moments of \(one.labels.description)"
      }
      for (left, right) in zip(one.samples, other.samples) where !isSame(left.value, right.value) {
        let place = "\(one.labels.description) at \(left.timestamp.milliseconds)"
        return "\(left.value) instead of \(right.value) in \(place)"
      }
    }
    return nil
  }

  private static func isSame(_ one: Double, _ other: Double) -> Bool {
    if one == other || one.isNaN && other.isNaN { return true }
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other))
  }
}
