import FoundationEssentials
import PromQL
import Telemetry

/// What a query gave, of whichever side.
enum QueryAnswer {
  struct Point: Equatable {
    var milliseconds: Int64
    var value: Double
  }

  struct Series {
    var labels: LabelSet
    var points: [Point]
  }

  case refused(String)
  case text(String)
  case scalar(Point)
  /// In the order of the answer.
  case vector([Series])
  case matrix([Series])

  init(_ result: Answer<QueryValue>) {
    switch result.value {
    case .scalar(let sample): self = .scalar(Point(sample))
    case .string(let text): self = .text(text)
    case .vector(let samples):
      self = .vector(
        samples.map {
          Series(
            labels: $0.labels,
            points: [Point(milliseconds: $0.timestamp.milliseconds, value: $0.value)]
          )
        }
      )
    case .matrix(let series):
      self = .matrix(
        series.map { Series(labels: $0.labels, points: $0.samples.map(Point.init)) }
      )
    }
  }
}

/// An answer with what was said besides.
struct QueryReply {
  var answer: QueryAnswer
  var remarks: Set<String> = []

  init(answer: QueryAnswer) {
    self.answer = answer
  }

  init(_ result: Answer<QueryValue>) {
    answer = QueryAnswer(result)
    remarks = Set(result.warnings + result.infos)
  }

  /// Reads the JSON of Prometheus' query API.
  init(json: String) throws {
    let envelope = try JSONDecoder().decode(Envelope.self, from: Data(json.utf8))
    remarks = Set((envelope.warnings ?? []) + (envelope.infos ?? []))
    let error = (envelope.error ?? json).replacing("invalid parameter \"query\": ", with: "")
    answer = envelope.data?.answer ?? .refused(error)
  }

  /// How the words differ from those of an answer that is equal else; `nil` where they do not.
  ///
  /// The server tells ten remarks of each kind at most. It names two of many duplicates, whichever
  /// it met first, and what it expected only now and then, where the engine always does.
  ///
  /// - Parameters:
  ///   - expected: The server's reply.
  ///   - ignoresPlaces: Whether places count in remarks: those about a subquery all point at 1:1.
  /// - Returns: The difference.
  func differenceInWords(from expected: QueryReply, ignoresPlaces: Bool) -> String? {
    if case .refused(let one) = answer, case .refused(let other) = expected.answer,
      !Self.withoutExamples(one).hasPrefix(Self.withoutExamples(other)),
      !Self.newWords.contains(where: one.contains)
    {
      return "\(one) and not \(other)"
    }
    let (one, other) = (
      remarks.map { ignoresPlaces ? Self.withoutPlace($0) : $0 },
      expected.remarks.map { ignoresPlaces ? Self.withoutPlace($0) : $0 }
    )
    guard expected.remarks.count < 10, Set(one) != Set(other) else { return nil }
    return "remarks \(one.sorted()) and not \(other.sorted())"
  }

  /// Words that servers have for an error since 3.6 or so.
  private static let newWords = ["Parameter value is NaN", "underflows int64"]

  /// A message up to the labels and series that it names as examples.
  private static func withoutExamples(_ text: String) -> String {
    String(text.split(separator: " match group {").first ?? "")
  }

  private static func withoutPlace(_ text: String) -> String {
    String(text.prefix(upTo: text.lastIndex(of: "(") ?? text.endIndex))
  }
}

extension QueryAnswer.Point {
  init(_ sample: Sample) {
    self.init(milliseconds: sample.timestamp.milliseconds, value: sample.value)
  }

  /// Equal to 12 digits; NaN equals NaN.
  func agrees(with other: Self) -> Bool {
    guard milliseconds == other.milliseconds else { return false }
    if value == other.value || value.isNaN && other.value.isNaN { return true }
    return abs(value - other.value) <= 1e-12 * max(abs(value), abs(other.value))
  }
}

extension QueryAnswer {
  /// How an answer differs from another one, which is taken as right; `nil` where it does not.
  func difference(from expected: QueryAnswer, isOrdered: Bool) -> String? {
    switch (self, expected) {
    case (.refused, .refused): nil
    case (.text(let one), .text(let other)): one == other ? nil : "\(one) and not \(other)"
    case (.scalar(let one), .scalar(let other)):
      one.agrees(with: other) ? nil : "\(one) and not \(other)"
    case (.vector(let one), .vector(let other)):
      isOrdered && !Self.isSameOrder(one, other)
        ? "another order" : Self.difference(of: one.byLabels, from: other.byLabels)
    case (.matrix(let one), .matrix(let other)):
      Self.difference(of: one, from: other)
    default: "\(Self.short(self)) and not \(Self.short(expected))"
    }
  }

  /// Whether the values come in the same order; equal ones may stand in either.
  private static func isSameOrder(_ one: [Series], _ other: [Series]) -> Bool {
    zip(one, other).allSatisfy { left, right in
      zip(left.points, right.points).allSatisfy { $0.agrees(with: $1) }
    }
  }

  private static func difference(of one: [Series], from other: [Series]) -> String? {
    guard one.map(\.labels) == other.map(\.labels) else {
      return "series \(one.map(\.labels.description)) and not \(other.map(\.labels.description))"
    }
    for (series, expected) in zip(one, other) {
      guard series.points.count == expected.points.count else {
        return "\(series.points.count) points and not \(expected.points.count) of "
          + "\(series.labels.description)"
      }
      for (point, right) in zip(series.points, expected.points) where !point.agrees(with: right) {
        return "\(point) and not \(right) of \(series.labels.description)"
      }
    }
    return nil
  }

  private static func short(_ answer: QueryAnswer) -> String {
    switch answer {
    case .refused(let text): "refused (\(text))"
    case .text(let text): "text \(text)"
    case .scalar(let point): "scalar \(point.value)"
    case .vector(let series): "vector of \(series.count)"
    case .matrix(let series): "matrix of \(series.count)"
    }
  }
}

extension [QueryAnswer.Series] {
  fileprivate var byLabels: Self { sorted { $0.labels < $1.labels } }
}

private struct Envelope: Decodable {
  var data: Payload?
  var error: String?
  var warnings: [String]?
  var infos: [String]?
}

private struct Payload: Decodable {
  var answer: QueryAnswer

  private enum Key: CodingKey { case resultType, result }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(String.self, forKey: .resultType) {
    case "scalar": answer = .scalar(try container.decode(Pair.self, forKey: .result).point)
    case "string": answer = .text(try container.decode(Pair.self, forKey: .result).text)
    case "vector":
      answer = .vector(try container.decode([Element].self, forKey: .result).map(\.series))
    default: answer = .matrix(try container.decode([Element].self, forKey: .result).map(\.series))
    }
  }
}

private struct Element: Decodable {
  var metric: [String: String]
  var value: Pair?
  var values: [Pair]?

  var series: QueryAnswer.Series {
    QueryAnswer.Series(
      labels: LabelSet(metric),
      points: ((values ?? []) + [value].compactMap(\.self)).map(\.point)
    )
  }
}

/// A moment and a value, as in `[1700000000.5, "1.5"]`.
private struct Pair: Decodable {
  var seconds: Double
  var text: String

  init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    seconds = try container.decode(Double.self)
    text = try container.decode(String.self)
  }

  var point: QueryAnswer.Point {
    QueryAnswer.Point(
      milliseconds: Int64((seconds * 1000).rounded()),
      value: text == "NaN" ? .nan : Double(text) ?? .signalingNaN
    )
  }
}
