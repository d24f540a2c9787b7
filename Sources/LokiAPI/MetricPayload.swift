import Telemetry

/// The `data` of a metric query: a vector, a matrix or a scalar.
struct MetricPayload: Decodable, Sendable {
  /// One series; an element of a vector has one sample.
  struct Series: Sendable {
    var labels: LabelSet
    var samples: [Sample]
  }

  var series: [Series]

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    switch try container.decode(String.self, forKey: .resultType) {
    case "matrix":
      series = try container.decode([Row].self, forKey: .result).map { row in
        Series(labels: LabelSet(row.metric), samples: row.values.map(\.sample))
      }
    case "vector":
      series = try container.decode([Element].self, forKey: .result).map { element in
        Series(labels: LabelSet(element.metric), samples: [element.value.sample])
      }
    case "scalar":
      let pair = try container.decode(Pair.self, forKey: .result)
      series = [Series(labels: .empty, samples: [pair.sample])]
    case let type:
      let words = "expected numbers, got '\(type.prefix(32))'"
      throw DecodingError.meaningless(words, in: decoder)
    }
  }

  private enum Keys: CodingKey { case resultType, result }

  private struct Row: Decodable {
    var metric: [String: String]
    var values: [Pair]
  }

  private struct Element: Decodable {
    var metric: [String: String]
    var value: Pair
  }

  /// A time in seconds and a value in text.
  private struct Pair: Decodable {
    var sample: Sample

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      let seconds = try container.decode(Double.self)
      let text = try container.decode(String.self)
      // A scalar's time comes in milliseconds, as of Loki 3.
      let time =
        seconds > 1e11
        ? Timestamp(milliseconds: Int64(saturating: seconds)) : Timestamp(seconds: seconds)
      guard let value = Double(text) else {
        throw DecodingError.meaningless("a value is not a number", in: decoder)
      }
      sample = Sample(time, value)
    }
  }
}
