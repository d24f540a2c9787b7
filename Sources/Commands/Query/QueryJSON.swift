import DashboardConfig
import PromQL
import Telemetry

/// Results as the `data` object of Prometheus' HTTP API has them, to the letter.
///
/// - Source: <https://prometheus.io/docs/prometheus/latest/querying/api/#expression-query-result-formats>
///   and `util/jsonutil/marshal.go` of prometheus/prometheus.
enum QueryJSON {
  /// The object on one line; `now` is the moment of a text, which has none of its own.
  static func text(_ value: EvaluationValue, at now: Timestamp) -> String {
    switch value {
    case .scalar(let sample):
      let number = GoNumber.plain(sample.value)
      return data("scalar", "[\(moment(sample.timestamp)),\"\(number)\"]")
    case .string(let text): return data("string", "[\(moment(now)),\(JSONWriter.quoted(text))]")
    case .vector(let vector):
      let elements = vector.map { element in
        "{\"metric\":\(metric(element.labels)),\"value\":"
          + pair(Sample(element.timestamp, element.value)) + "}"
      }
      return data("vector", "[" + elements.joined(separator: ",") + "]")
    case .matrix(let matrix):
      let series = matrix.map { series in
        "{\"metric\":\(metric(series.labels)),\"values\":["
          + series.samples.map(pair).joined(separator: ",") + "]}"
      }
      return data("matrix", "[" + series.joined(separator: ",") + "]")
    }
  }

  private static func data(_ type: String, _ result: String) -> String {
    "{\"resultType\":\"\(type)\",\"result\":\(result)}"
  }

  private static func metric(_ labels: LabelSet) -> String {
    let pairs = labels.labels.map { "\(JSONWriter.quoted($0.name)):\(JSONWriter.quoted($0.value))" }
    return "{" + pairs.joined(separator: ",") + "}"
  }

  private static func pair(_ sample: Sample) -> String {
    "[\(moment(sample.timestamp)),\"\(number(sample.value))\"]"
  }

  /// Seconds, with three digits behind the point where they are not whole.
  static func moment(_ moment: Timestamp) -> String {
    let milliseconds = moment.milliseconds
    let (seconds, rest) = milliseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
    let digits = String(rest)
    let fraction =
      rest == 0 ? "" : "." + String(repeating: "0", count: 3 - digits.utf8.count) + digits
    return (milliseconds < 0 ? "-" : "") + "\(seconds)" + fraction
  }

  /// The shortest digits that give the number back, with an exponent for what is very large or
  /// very small.
  static func number(_ value: Double) -> String {
    let size = value.magnitude
    guard size != 0, size.isFinite, size < 1e-6 || size >= 1e21 else {
      return GoNumber.plain(value)
    }
    return GoNumber.text(value)
  }
}
