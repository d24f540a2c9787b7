import DashboardConfig
import HTTPTransport
import LocalSource
import PromQL
import PrometheusAPI
import Runtime
import Telemetry

/// Evaluates the expression of a query: a server, or goldtop on a file.
struct QuerySource {
  private enum Kind {
    case server(PrometheusClient, deadline: Duration)
    case store(SeriesStore)
  }

  /// The meaning of now: in a file, its newest sample.
  let now: Timestamp
  private let kind: Kind

  /// The configured server.
  init(_ settings: Settings, variables: [String: String]) throws(CommandEnd) {
    guard let address = settings.prometheus else {
      throw CommandEnd(.usage, settings.missingServerAdvice ?? "no metrics server")
    }
    do throws(SourceError) {
      let client = try PrometheusClient(address, environment: variables, observer: nil)
      kind = .server(client, deadline: settings.timeout)
    } catch {
      throw CommandEnd(.usage, error.headline)
    }
    now = RuntimeEnvironment.live().now()
  }

  /// A file of metrics with their history.
  init(file path: FileName) throws(CommandEnd) {
    let clock = RuntimeEnvironment.live().now()
    let file: LocalFile
    do throws(LocalFileProblem) {
      file = try LocalFile(path, limit: 4 << 30, takesPipe: true)
    } catch {
      throw CommandEnd(.usage, error.message)
    }
    let store: SeriesStore
    do throws(ExpositionProblem) {
      store = try MetricsFile.read(file.bytes, now: clock)
    } catch {
      throw CommandEnd(.usage, "\(path): \(error.message)")
    }
    kind = .store(store)
    now = store.status.newest ?? clock
  }

  /// Evaluates an expression.
  func evaluate(
    _ expression: String,
    over span: QuerySpan
  ) async throws(CommandEnd) -> Answer<QueryValue> {
    switch kind {
    case .store(let store): try Self.evaluate(expression, over: span, in: store)
    case .server(let client, let deadline):
      try await Self.ask(client, expression, over: span, deadline)
    }
  }

  /// Closes all connections.
  func shutdown() async {
    if case .server(let client, _) = kind { await client.shutdown() }
  }

  private static func evaluate(
    _ text: String,
    over span: QuerySpan,
    in store: SeriesStore
  ) throws(CommandEnd) -> Answer<QueryValue> {
    let expression: Expression
    do throws(ParseProblem) {
      expression = try Expression.parse(text)
    } catch {
      throw CommandEnd(.usage, "\(error)")
    }
    let evaluator = Evaluator(store: store)
    do throws(EvaluationError) {
      switch span {
      case .moment(let moment):
        return try evaluator.instant(expression, at: moment.milliseconds)
      case .range(let stretch, let step):
        return try evaluator.range(
          expression,
          from: stretch.start.milliseconds,
          through: stretch.end.milliseconds,
          step: step.nanoseconds / 1_000_000
        )
      }
    } catch {
      throw CommandEnd(.alarming, error.message)
    }
  }

  private static func ask(
    _ client: PrometheusClient,
    _ expression: String,
    over span: QuerySpan,
    _ deadline: Duration
  ) async throws(CommandEnd) -> Answer<QueryValue> {
    do throws(SourceError) {
      switch span {
      case .moment(let moment):
        return try await client.evaluate(
          InstantQuery(expression, at: moment, deadline: deadline)
        )
      case .range(let stretch, let step):
        return try await client.evaluate(
          RangeQuery(
            expression,
            from: stretch.start,
            to: stretch.end,
            step: step,
            deadline: deadline
          )
        )
      }
    } catch {
      throw CommandEnd(
        Self.status(of: error),
        error.headline(of: client.transport.base.authority)
      )
    }
  }

  /// The exit status of a failure: whose fault it is.
  private static func status(of error: SourceError) -> ExitStatus {
    guard case .api(let type, _) = error else { return .unreachable }
    return type == "execution" || type == "422" ? .alarming : .usage
  }
}
