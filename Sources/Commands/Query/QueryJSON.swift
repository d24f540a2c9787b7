import PromQL
import Telemetry

/// Results as the `data` object of Prometheus' HTTP API has them, to the letter.
///
/// - Source: <https://prometheus.io/docs/prometheus/latest/querying/api/#expression-query-result-formats>
///   and `util/jsonutil/marshal.go` of prometheus/prometheus.
enum QueryJSON {
  /// The object; `now` is the moment of a text, which has none of its own.
  static func value(_ value: QueryValue, at now: Timestamp) -> JSONValue {
    switch value {
    case .scalar(let sample): data("scalar", pair(sample.timestamp, GoNumber.plain(sample.value)))
    case .string(let text): data("string", pair(now, text))
    case .vector(let vector): data("vector", .list(vector.lazy.map(element)))
    case .matrix(let matrix): data("matrix", .list(matrix.lazy.map(element)))
    }
  }

  private static func data(_ type: String, _ result: JSONValue) -> JSONValue {
    ["resultType": .text(type), "result": result]
  }

  private static func element(_ element: VectorSample) -> JSONValue {
    [
      "metric": .labels(element.labels),
      "histogram": element.histogram.map { pair(HistogramSample(element.timestamp, $0)) },
      "value": element.histogram == nil
        ? pair(element.timestamp, number(element.value)) : nil,
    ]
  }

  private static func element(_ series: TimeSeries) -> JSONValue {
    let moments = Set(series.histograms.map(\.timestamp))
    let floats = series.samples.filter { !moments.contains($0.timestamp) }
    return [
      "metric": .labels(series.labels),
      "values": floats.isEmpty && !moments.isEmpty
        ? nil : .list(floats.lazy.map { pair($0.timestamp, number($0.value)) }),
      "histograms": moments.isEmpty ? nil : .list(series.histograms.lazy.map(pair)),
    ]
  }

  private static func pair(_ moment: Timestamp, _ text: String) -> JSONValue {
    .list([.digits(Self.moment(moment)), .text(text)])
  }

  private static func pair(_ sample: HistogramSample) -> JSONValue {
    let histogram = sample.histogram
    let buckets = histogram.buckets.lazy.map { bucket in
      JSONValue.list([
        .digits("\(bucket.boundaryRule)"), .text(number(bucket.lower)),
        .text(number(bucket.upper)), .text(number(bucket.count)),
      ])
    }
    let value: JSONValue = [
      "count": .text(number(histogram.count)), "sum": .text(number(histogram.sum)),
      "buckets": histogram.buckets.isEmpty ? nil : .list(buckets),
    ]
    return .list([.digits(moment(sample.timestamp)), value])
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
}
