import Dashboard
import Runtime
import Telemetry

/// Whole seconds since the epoch.
func at(_ seconds: Int) -> Timestamp {
  Timestamp(milliseconds: Int64(seconds) * 1000)
}

/// A span of whole seconds since the epoch.
func span(_ start: Int, _ end: Int) -> Stretch {
  Stretch(from: at(start), to: at(end))
}

/// Series from text: `a 0=1 10=2 | b 10=5`, each a label value followed by seconds and values.
func series(_ text: String) -> [TimeSeries] {
  text.split(separator: "|").compactMap { part in
    let words = part.split(separator: " ")
    guard let name = words.first else { return nil }
    let samples = words.dropFirst().compactMap { word -> Sample? in
      let sides = word.split(separator: "=")
      guard let second = Int(sides[0]), let value = Double(sides[1]) else { return nil }
      return Sample(at(second), value)
    }
    return TimeSeries(labels: LabelSet(["l": String(name)]), samples: samples)
  }
}

/// The text of series, as `series` reads it.
func text(_ series: [TimeSeries]) -> String {
  series.map { series in
    ([series.labels["l"] ?? "?"]
      + series.samples.map { sample in
        let value =
          sample.value == sample.value.rounded() ? "\(Int(sample.value))" : "\(sample.value)"
        return "\(Int(sample.timestamp.seconds))=\(value)"
      }).joined(separator: " ")
  }
  .joined(separator: " | ")
}

extension Poll {
  /// An instant query named after its expression.
  static func instant(
    _ name: String,
    _ server: ServerRole = .prometheus,
    every interval: Duration = .seconds(5)
  ) -> Poll {
    Poll(ID(name), server, .instant(name, at: nil), every: interval)
  }

  /// A range query named after its expression.
  static func range(
    _ name: String,
    end: Timestamp? = nil,
    length: Int = 100,
    step: Int = 10,
    overlap: Int = 20
  ) -> Poll {
    Poll(
      ID(name),
      .prometheus,
      .range(
        RangeWindow(
          expression: name,
          end: end,
          length: .seconds(length),
          step: .seconds(step),
          overlap: .seconds(overlap)
        )
      ),
      every: .seconds(5)
    )
  }
}
