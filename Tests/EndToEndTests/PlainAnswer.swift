import FoundationEssentials
import TestSupport

/// An answer of the query API, read without the client under test.
struct PlainAnswer: Decodable {
  struct Body: Decodable {
    let result: [Series]
  }

  struct Series: Decodable {
    let metric: [String: String]
    let value: [Scalar]?
    let values: [[Scalar]]?
  }

  /// A timestamp or a value: a number, or a number as text.
  struct Scalar: Decodable {
    let number: Double

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        number = Double(text) ?? .nan
      } else {
        number = try container.decode(Double.self)
      }
    }
  }

  let data: Body

  /// Asks for an instant.
  static func instant(_ expression: String, at time: Double, port: Int) throws -> PlainAnswer {
    try ask("query?query=\(percentEncoded(expression))&time=\(time)", port: port)
  }

  /// Asks for a range.
  static func range(
    _ expression: String,
    over span: ClosedRange<Double>,
    step: Int,
    port: Int
  ) throws -> PlainAnswer {
    try ask(
      "query_range?query=\(percentEncoded(expression))&start=\(span.lowerBound)"
        + "&end=\(span.upperBound)&step=\(step)",
      port: port
    )
  }

  /// All values of all series.
  var values: [Double] {
    data.result.flatMap { series in
      (series.value.map { [$0] } ?? series.values ?? []).compactMap(\.last?.number)
    }
  }

  private static func ask(_ call: String, port: Int) throws -> PlainAnswer {
    let answer = try askPlainly(port: port, path: "/api/v1/\(call)")
    return try JSONDecoder().decode(PlainAnswer.self, from: Data(answer.body.utf8))
  }
}
