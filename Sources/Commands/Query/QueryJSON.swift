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
    case .string(let text): return data("string", "[\(moment(now)),\(quoted(text))]")
    case .vector(let vector):
      let elements = vector.map { element in
        let value =
          element.histogram.map { "\"histogram\":" + pair(HistogramSample(element.timestamp, $0)) }
          ?? "\"value\":" + pair(Sample(element.timestamp, element.value))
        return "{\"metric\":\(metric(element.labels)),\(value)}"
      }
      return data("vector", "[" + elements.joined(separator: ",") + "]")
    case .matrix(let matrix):
      return data("matrix", "[" + matrix.map(text).joined(separator: ",") + "]")
    }
  }

  private static func text(_ series: TimeSeries) -> String {
    var members = ["\"metric\":\(metric(series.labels))"]
    let moments = Set(series.histograms.map(\.timestamp))
    let floats = series.samples.filter { !moments.contains($0.timestamp) }
    if !floats.isEmpty || moments.isEmpty {
      members.append("\"values\":[" + floats.map(pair).joined(separator: ",") + "]")
    }
    if !moments.isEmpty {
      let pairs = series.histograms.map(pair).joined(separator: ",")
      members.append("\"histograms\":[" + pairs + "]")
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  private static func data(_ type: String, _ result: String) -> String {
    "{\"resultType\":\"\(type)\",\"result\":\(result)}"
  }

  private static func metric(_ labels: LabelSet) -> String {
    let pairs = labels.labels.map { "\(quoted($0.name)):\(quoted($0.value))" }
    return "{" + pairs.joined(separator: ",") + "}"
  }

  private static func pair(_ sample: Sample) -> String {
    "[\(moment(sample.timestamp)),\"\(number(sample.value))\"]"
  }

  private static func pair(_ sample: HistogramSample) -> String {
    let histogram = sample.histogram
    var members = [
      "\"count\":\"\(number(histogram.count))\"", "\"sum\":\"\(number(histogram.sum))\"",
    ]
    if !histogram.buckets.isEmpty {
      let buckets = histogram.buckets.map { bucket in
        "[\(bucket.boundaryRule),\"\(number(bucket.lower))\",\"\(number(bucket.upper))\","
          + "\"\(number(bucket.count))\"]"
      }
      members.append("\"buckets\":[" + buckets.joined(separator: ",") + "]")
    }
    return "[\(moment(sample.timestamp)),{" + members.joined(separator: ",") + "}]"
  }

  /// A native histogram in short, as the forms for people and tables have it.
  static func summary(_ histogram: NativeHistogram) -> String {
    "{count:\(number(histogram.count)), sum:\(number(histogram.sum))}"
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

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
