import Logs
import Telemetry

/// How the values of a setting are written, and what they stand for.
struct ConfigForm<Value: Hashable & Sendable>: Sendable {
  /// How they are read and described.
  let kind: ConfigKind
  /// The JSON of a default; `null` where nothing set is the default.
  let preset: @Sendable (Value) -> ConfigNode.Content
  /// The value of what the kind has read; `nil` for what it does not read.
  let value: @Sendable (ConfigValue) -> Value?
}

extension ConfigForm where Value == Duration {
  /// A span of time within bounds.
  static func duration(_ bounds: ClosedRange<Duration>, example: String) -> ConfigForm {
    ConfigForm(
      kind: .duration(bounds, example: example),
      preset: { .text($0.prometheusText) },
      value: { if case .duration(let duration) = $0 { duration } else { nil } }
    )
  }
}

extension ConfigForm where Value == Duration? {
  /// A span of time within bounds, or none.
  static func optionalDuration(_ bounds: ClosedRange<Duration>, example: String) -> ConfigForm {
    ConfigForm(
      kind: .duration(bounds, example: example),
      preset: { $0.map { .text($0.prometheusText) } ?? .null },
      value: { if case .duration(let duration) = $0 { .some(duration) } else { nil } }
    )
  }
}

extension ConfigForm where Value == String? {
  /// Any text, or none.
  static func optionalText(_ expectation: String) -> ConfigForm {
    ConfigForm(
      kind: .text(expectation),
      preset: { $0.map { .text($0) } ?? .null },
      value: { if case .text(let text) = $0 { .some(text) } else { nil } }
    )
  }
}

extension ConfigForm where Value == TimeRange {
  /// One of the ranges that charts can show, in whichever units it is written.
  static var range: ConfigForm {
    ConfigForm(
      kind: .duration(among: TimeRange.allCases.map(\.rawValue)),
      preset: { .text($0.rawValue) },
      value: { value in
        guard case .duration(let length) = value else { return nil }
        return TimeRange.allCases.first { $0.length == length }
      }
    )
  }
}

extension ConfigForm where Value == Double {
  /// A number with a unit, in a range of the base unit.
  static func measure(_ unit: Measure.Unit, _ range: ClosedRange<Double>) -> ConfigForm {
    ConfigForm(
      kind: .measure(unit, range),
      preset: { .text(Measure.text($0, unit)) },
      value: { if case .measure(let value, _) = $0 { value } else { nil } }
    )
  }
}

extension ConfigForm where Value == Int {
  /// A count within bounds.
  static func integer(_ bounds: ClosedRange<Int>) -> ConfigForm {
    ConfigForm(kind: .integer(bounds), preset: { .number("\($0)") }, value: number)
  }

  /// A number of bytes within bounds.
  static func bytes(_ bounds: ClosedRange<Int>) -> ConfigForm {
    ConfigForm(
      kind: .bytes(bounds),
      preset: { .text(Measure.text(Double($0), .bytes)) },
      value: number
    )
  }

  @Sendable private static func number(_ value: ConfigValue) -> Int? {
    if case .number(let number) = value { Int(exactly: number) } else { nil }
  }
}

extension ConfigForm where Value == Bool {
  /// Yes or no.
  static var boolean: ConfigForm {
    ConfigForm(
      kind: .boolean,
      preset: { .boolean($0) },
      value: { if case .boolean(let value) = $0 { value } else { nil } }
    )
  }
}

extension ConfigForm where Value: CaseIterable & RawRepresentable<String> {
  /// One of the cases, by its raw value.
  static var choice: ConfigForm {
    ConfigForm(
      kind: .choice(Value.allCases.map(\.rawValue)),
      preset: { .text($0.rawValue) },
      value: { if case .text(let text) = $0 { Value(rawValue: text) } else { nil } }
    )
  }
}

extension ConfigForm where Value == [String] {
  /// Names in order, none of them twice.
  static func names(_ expectation: String) -> ConfigForm {
    ConfigForm(
      kind: .names(expectation),
      preset: { .list($0.map { ConfigNode(.text($0)) }) },
      value: { if case .texts(let texts) = $0 { texts } else { nil } }
    )
  }
}

extension ConfigForm where Value == [String]? {
  /// Names that replace those known; an empty list stands for none.
  static func replacement(_ expectation: String) -> ConfigForm {
    ConfigForm(
      kind: .names(expectation),
      preset: { _ in .null },
      value: { if case .texts(let texts) = $0 { .some(texts) } else { nil } }
    )
  }
}

extension ConfigForm where Value == [LabelMatcher] {
  /// Matchers of series.
  static var selector: ConfigForm { matchers(.selector) }

  /// Matchers of log streams.
  static var logSelector: ConfigForm { matchers(.logSelector) }

  private static func matchers(_ kind: ConfigKind) -> ConfigForm {
    ConfigForm(
      kind: kind,
      preset: { _ in .null },
      value: { if case .text(let text) = $0 { try? LabelMatcher.parse(text) } else { nil } }
    )
  }
}

extension ConfigForm where Value == [LogsSettings.FileZone] {
  /// Zones of times, of all files or by patterns of their names.
  static var zones: ConfigForm {
    ConfigForm(
      kind: .text(
        "a time zone such as 'UTC', '+02:00' or 'Europe/Berlin', or 'nginx*.log=UTC' for some files",
        check: LogsSettings.complaint(timeZones:)
      ),
      preset: { _ in .null },
      value: { if case .text(let text) = $0 { LogsSettings.timeZones(text) } else { nil } }
    )
  }
}
