import PromQL
import Telemetry

/// A query as a test writes it, and the answer as it compares it.
struct Question {
  var store = SeriesFixture()
  var options = EvaluationOptions()

  /// The elements of an instant query in their order, each with its one value.
  func instant(_ query: String, at moment: Int64 = 0) throws -> [Row] {
    let result = try Evaluator(store: store, options: options)
      .instant(Expression.parse(query), at: moment)
    switch result.value {
    case .scalar(let sample): return [Row("scalar", [sample.value])]
    case .string(let text): return [Row("string \(text)", [])]
    case .vector(let elements):
      return elements.map { Row($0.labels.description, [$0.value]) }
    case .matrix(let series):
      return series.map { Row($0.labels.description, $0.samples.map(\.value)) }
    }
  }

  /// The series of a range query, a value or a gap for each step.
  func range(
    _ query: String,
    through end: Int64,
    from start: Int64 = 0,
    step: Int64 = 60_000
  ) throws -> [Row] {
    let result = try Evaluator(store: store, options: options)
      .range(Expression.parse(query), from: start, through: end, step: step)
    guard case .matrix(let series) = result.value else { return [] }
    return series.map { series in
      let values = stride(from: start, through: end, by: Int(step)).map { moment in
        series.samples.first { $0.timestamp == Timestamp(milliseconds: moment) }?.value
      }
      return Row(series.labels.description, values)
    }
  }

  /// The message of the error that an instant query ends with; `nil` where it has an answer.
  func failure(_ query: String, at moment: Int64 = 0) throws -> String? {
    let expression = try Expression.parse(query)
    do throws(EvaluationError) {
      _ = try Evaluator(store: store, options: options).instant(expression, at: moment)
      return nil
    } catch {
      return error.message
    }
  }

  /// What an instant query is told besides its answer.
  func remarks(_ query: String, at moment: Int64 = 0) throws -> [String] {
    let result = try Evaluator(store: store, options: options)
      .instant(Expression.parse(query), at: moment)
    return result.warnings + result.infos
  }
}
