import Telemetry

extension ConfigKind {
  /// A whole number within a range.
  static func integer(_ range: ClosedRange<Int>) -> ConfigKind {
    let expectation = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    return ConfigKind(
      expectation,
      schema: [
        type("integer"), keyword("minimum", .number("\(range.lowerBound)")),
        keyword("maximum", .number("\(range.upperBound)")),
      ],
      fromText: { JSONReader.isNumber($0) ? .number($0) : .text($0) },
      read: { content throws(ValueProblem) in
        guard case .number(let text) = content else { throw mismatch(expectation, content) }
        guard let value = Double(text).flatMap({ Int(exactly: $0) }), range.contains(value) else {
          throw ValueProblem("\(Words.quoted(text)) is not \(expectation)")
        }
        return .number(Double(value))
      }
    )
  }

  /// A span of time as Prometheus writes it, within a range.
  static func duration(_ range: ClosedRange<Duration>, example: String) -> ConfigKind {
    let expectation = "a duration such as '\(example)'"
    return ConfigKind(
      expectation,
      schema: [type("string"), keyword("pattern", .text(durationPattern))]
    ) { content throws(ValueProblem) in
      let duration = try duration(content, expectation, example)
      guard duration >= range.lowerBound else {
        throw ValueProblem(
          "'\(duration.prometheusText)' is too short: the minimum is "
            + "'\(range.lowerBound.prometheusText)'"
        )
      }
      guard duration <= range.upperBound else {
        throw ValueProblem(
          "'\(duration.prometheusText)' is too long: the maximum is "
            + "'\(range.upperBound.prometheusText)'"
        )
      }
      return .duration(duration)
    }
  }

  /// One of several spans of time, in whichever units it is written.
  static func duration(among texts: [String]) -> ConfigKind {
    let expectation = "one of \(Words.list(texts))"
    let durations = texts.compactMap { Duration(prometheusText: $0) }
    let forms: [ConfigNode.Member] = [choices(texts), keyword("pattern", .text(durationPattern))]
    let schema = keyword("anyOf", .list(forms.map { ConfigNode(.object([$0])) }))
    return ConfigKind(expectation, schema: [type("string"), schema]) {
      content throws(ValueProblem) in
      let duration = try duration(content, expectation, texts.first ?? "5m")
      guard durations.contains(duration) else {
        throw ValueProblem("'\(duration.prometheusText)' is not \(expectation)")
      }
      return .duration(duration)
    }
  }

  /// A number with its unit, in a range of the base unit.
  ///
  /// Without a unit asked for, any will do. A bare number is taken where it cannot be misread.
  static func measure(_ unit: Measure.Unit?, _ range: ClosedRange<Double>) -> ConfigKind {
    let takesBare = unit == nil || unit == .dollars
    let example = (unit ?? .seconds).example
    let expectation =
      unit == nil
      ? "a number, optionally with a unit such as '250ms', '5%', '64MiB', '$50'"
      : "a number with a unit such as '\(example)'"
    let schema = takesBare ? type("string", "number") : type("string")
    return ConfigKind(expectation, schema: [schema]) { content throws(ValueProblem) in
      let found: (value: Double, unit: Measure.Unit?)
      switch content {
      case .number(let text):
        guard takesBare, let value = Double(text) else {
          throw ValueProblem(
            "the number \(Words.quoted(text)) has no unit: write it as \"\(example)\""
          )
        }
        found = (value, nil)
      case .text(let text):
        if takesBare, JSONReader.isNumber(text), let value = Double(text) {
          found = (value, nil)
        } else {
          guard let parsed = Measure.parse(text), unit == nil || parsed.unit == unit else {
            throw ValueProblem("\(Words.quoted(text)) is not \(expectation)")
          }
          found = (parsed.value, parsed.unit)
        }
      default: throw mismatch(expectation, content)
      }
      guard range.contains(found.value) else {
        throw ValueProblem(outOfRange(found.value, unit, range))
      }
      return .measure(found.value, found.unit)
    }
  }

  /// A number of bytes, bare or with a unit.
  static func bytes(_ range: ClosedRange<Int>) -> ConfigKind {
    let expectation = "a size such as '64MiB'"
    return ConfigKind(expectation, schema: [type("string", "integer")]) {
      content throws(ValueProblem) in
      let value: Double?
      switch content {
      case .number(let text): value = Double(text)
      case .text(let text):
        value = Measure.parse(text).flatMap { $0.unit == .bytes ? $0.value : nil }
      default: throw mismatch(expectation, content)
      }
      guard let value, let bytes = Int(exactly: value.rounded()) else {
        throw mismatch(expectation, content)
      }
      guard range.contains(bytes) else {
        throw ValueProblem(
          outOfRange(value, .bytes, Double(range.lowerBound)...Double(range.upperBound))
        )
      }
      return .number(Double(bytes))
    }
  }

  private static func outOfRange(
    _ value: Double,
    _ unit: Measure.Unit?,
    _ range: ClosedRange<Double>
  ) -> String {
    func text(_ value: Double) -> String {
      unit.map { Measure.text(value, $0) } ?? Measure.number(value)
    }
    return value < range.lowerBound
      ? "'\(text(value))' is too small: the minimum is '\(text(range.lowerBound))'"
      : "'\(text(value))' is too large: the maximum is '\(text(range.upperBound))'"
  }

  private static let durationPattern = "^([0-9]+(ms|[ywdhms]))+$"

  private static func duration(
    _ content: ConfigNode.Content,
    _ expectation: String,
    _ example: String
  ) throws(ValueProblem) -> Duration {
    switch content {
    case .text(let text):
      guard let duration = Duration(prometheusText: text) else {
        throw ValueProblem(
          "\(Words.quoted(text)) is not a duration: write digits and a unit, such as '\(example)'"
        )
      }
      return duration
    case .number(let text):
      throw ValueProblem("the number \(Words.quoted(text)) has no unit: write \"\(text)s\"")
    default:
      throw mismatch(expectation, content)
    }
  }
}
