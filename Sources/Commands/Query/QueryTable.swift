import PromQL
import Screen
import Telemetry

/// Results for people: what comes from a server is cleaned of everything that a terminal would obey.
enum QueryTable {
  static func text(_ value: QueryValue) -> String {
    switch value {
    case .scalar(let sample): return GoNumber.plain(sample.value) + "\n"
    case .string(let text): return VisibleText.sanitized(text) + "\n"
    case .vector(let vector):
      return columns(
        vector.map { element in
          let value =
            element.histogram.map(QueryJSON.summary) ?? QueryJSON.number(element.value)
          return (name(element.labels), value)
        }
      )
    case .matrix(let matrix):
      return matrix.map { series in
        name(series.labels) + "\n"
          + series.valueTexts.map { "  \(moment($0.timestamp))  \($0.text)\n" }.joined()
      }.joined()
    }
  }

  /// Two columns, numbers to the right.
  private static func columns(_ rows: [(String, String)]) -> String {
    let left = rows.map { VisibleText.width(of: $0.0) }.max() ?? 0
    let right = rows.map(\.1.utf8.count).max() ?? 0
    return rows.map { name, number in
      name + String(repeating: " ", count: left - VisibleText.width(of: name) + 2)
        + String(repeating: " ", count: right - number.utf8.count) + number + "\n"
    }.joined()
  }

  /// The labels as PromQL writes them.
  static func name(_ labels: LabelSet) -> String {
    let text = labels.description
    return VisibleText.sanitized(text.isEmpty ? "{}" : text)
  }

  /// RFC 3339 in UTC, with milliseconds where there are any.
  static func moment(_ moment: Timestamp) -> String {
    let time = CivilTime(moment)
    guard time.millisecond > 0 else { return time.rfc3339 }
    let digits = String(time.millisecond)
    return time.rfc3339.dropLast() + "." + String(repeating: "0", count: 3 - digits.utf8.count)
      + digits + "Z"
  }
}

extension TimeSeries {
  /// The samples as text, ascending; native histograms in short.
  var valueTexts: [(timestamp: Timestamp, text: String)] {
    let known = Dictionary(histograms.map { ($0.timestamp, $0.histogram) }) { $1 }
    return samples.map { sample in
      let histogram = known[sample.timestamp].map(QueryJSON.summary)
      return (sample.timestamp, histogram ?? QueryJSON.number(sample.value))
    }
  }
}
