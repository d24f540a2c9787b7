import Screen
import Telemetry

/// Results as comma-separated values: a column for each label, then `timestamp` and `value`.
///
/// Names and values of labels are cleaned as for a terminal: spreadsheets and pagers show them raw, and
/// JSON has them to the letter.
///
/// - Source: <https://www.rfc-editor.org/rfc/rfc4180>, with the line ends of Unix.
enum QueryCSV {
  static func text(_ value: QueryValue) -> String {
    switch value {
    case .scalar(let sample): table([TimeSeries(samples: [sample])])
    case .string(let text): "value\n\(field(text))\n"
    case .vector(let vector):
      table(
        vector.map { element in
          var series = TimeSeries(
            labels: element.labels,
            samples: [Sample(element.timestamp, element.value)]
          )
          series.histograms =
            element.histogram.map { [HistogramSample(element.timestamp, $0)] } ?? []
          return series
        }
      )
    case .matrix(let matrix): table(matrix)
    }
  }

  private static func table(_ series: [TimeSeries]) -> String {
    let names = Set(series.flatMap { $0.labels.labels.map(\.name) }).sorted()
    var text = (names + ["timestamp", "value"]).map(field).joined(separator: ",") + "\n"
    for series in series {
      let labels = names.map { field(series.labels[$0] ?? "") + "," }.joined()
      for value in series.valueTexts {
        text += labels + QueryJSON.moment(value.timestamp) + "," + field(value.text) + "\n"
      }
    }
    return text
  }

  private static func field(_ text: String) -> String {
    let text = VisibleText.sanitized(text)
    let isPlain = text.utf8.allSatisfy { byte in
      byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\"")
    }
    guard !isPlain else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
