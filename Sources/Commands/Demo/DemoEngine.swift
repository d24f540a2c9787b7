import Demo
import LocalSource
import PromQL
import Runtime
import Telemetry

/// The simulated shop behind goldtop's own engine, which scrapes it as it would any other.
final class DemoEngine: MetricsSource, Sendable {
  private let world: DemoWorld
  private let environment: RuntimeEnvironment
  private let store = SeriesStore()
  /// Open once the newest quarter of an hour is there, and once all is.
  private let newest = DemoGate()
  private let whole = DemoGate()

  /// How far back there is history, in stretches of as many scrapes.
  private static let stretches = 23
  private static let stretchScrapes = 180

  init(_ world: DemoWorld, _ environment: RuntimeEnvironment) {
    self.world = world
    self.environment = environment
  }

  /// Fills the store, the newest first, and goes on scraping until cancelled.
  @concurrent
  func run() async {
    defer {
      newest.open()
      whole.open()
    }
    var history = DemoHistory(world)
    var intake = DemoIntake(store)
    history.advance(to: world.start) { intake.take($0) }
    newest.open()
    for _ in 0..<Self.stretches where !Task.isCancelled {
      let earlier = SeriesStore(.unbounded)
      var earlierIntake = DemoIntake(earlier)
      history.recede(scrapes: Self.stretchScrapes) { earlierIntake.take($0) }
      store.absorb(earlier)
      history.advance(to: environment.now()) { intake.take($0) }
      await Task.yield()
    }
    whole.open()
    while !Task.isCancelled {
      history.advance(to: environment.now()) { intake.take($0) }
      let next = history.end + .seconds(DemoWorld.scrapeSeconds) - environment.now()
      try? await environment.sleep(environment.elapsed() + max(next, .milliseconds(10)))
    }
  }

  @concurrent
  func instant(_ query: InstantQuery) async throws(SourceError) -> Answer<[VectorSample]> {
    let begin = environment.elapsed()
    await (DemoReach.isFar(query.expression) ? whole : newest).wait()
    let expression = try Self.parsed(query.expression)
    let moment = query.time ?? environment.now()
    let result = try evaluated { evaluator throws(EvaluationError) in
      try evaluator.instant(expression, at: moment.milliseconds)
    }
    let vector: [VectorSample]
    switch result.value {
    case .vector(let elements): vector = elements
    case .scalar(let sample):
      vector = [VectorSample(timestamp: sample.timestamp, value: sample.value)]
    case .string, .matrix: throw .malformed("the expression gives no instant vector")
    }
    return answer(vector, result, since: begin)
  }

  @concurrent
  func range(_ query: RangeQuery) async throws(SourceError) -> Answer<[TimeSeries]> {
    let begin = environment.elapsed()
    let isFar = query.start < world.start - .seconds(900) || DemoReach.isFar(query.expression)
    await (isFar ? whole : newest).wait()
    let expression = try Self.parsed(query.expression)
    let result = try evaluated { evaluator throws(EvaluationError) in
      try evaluator.range(
        expression,
        from: query.start.milliseconds,
        through: query.end.milliseconds,
        step: query.step.nanoseconds / 1_000_000
      )
    }
    guard case .matrix(let matrix) = result.value else {
      throw .malformed("the expression gives no matrix")
    }
    return answer(matrix, result, since: begin)
  }

  func targets(deadline: Duration) async throws(SourceError) -> Answer<[ScrapeTarget]> {
    Answer(
      ShopTarget.allCases.map { target in
        ScrapeTarget(
          labels: LabelSet(["job": target.job, "instance": target.instance]),
          health: "up",
          lastError: nil,
          scrapeInterval: .seconds(DemoWorld.scrapeSeconds)
        )
      }
    )
  }

  func alerts(deadline: Duration) async throws(SourceError) -> Answer<[Alert]> { Answer([]) }

  func alertRules(deadline: Duration) async throws(SourceError) -> Answer<[AlertRule]> {
    Answer([])
  }

  private func evaluated(
    _ body: (Evaluator) throws(EvaluationError) -> EvaluationResult
  ) throws(SourceError) -> EvaluationResult {
    do throws(EvaluationError) {
      return try body(Evaluator(store: store))
    } catch {
      throw .api(type: "execution", message: error.message)
    }
  }

  private static func parsed(_ text: String) throws(SourceError) -> Expression {
    do throws(ParseProblem) {
      return try Parser.parse(text)
    } catch {
      throw .api(type: "bad_data", message: error.description)
    }
  }

  private func answer<Value: Sendable>(
    _ value: Value,
    _ result: EvaluationResult,
    since begin: Duration
  ) -> Answer<Value> {
    Answer(
      value,
      warnings: result.warnings,
      infos: result.infos,
      receipt: Receipt(elapsed: environment.elapsed() - begin)
    )
  }
}

/// Whether an expression looks back beyond the newest quarter of an hour.
enum DemoReach {
  /// Any duration of ten minutes or more in the text counts, be it of a range or an offset.
  static func isFar(_ expression: String) -> Bool {
    expression.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.contains { word in
      guard word.first?.isNumber == true, let last = word.last, last.isLetter else { return false }
      return Duration(prometheusText: String(word)).map { $0 >= .seconds(600) } ?? false
    }
  }
}
