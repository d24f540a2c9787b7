import Signals
import Telemetry

/// Turns merged values into typed ones, and collects what only shows when values are seen together.
struct SettingsReader {
  /// The effective values.
  let tree: ConfigNode
  /// What was found wrong.
  private(set) var problems: [ConfigProblem] = []

  init(_ tree: ConfigNode) {
    self.tree = tree
  }

  /// The value at a chain of names; `nil` where none is set or it was refused before.
  func value(_ names: [String]) -> ConfigValue? {
    guard let node = tree[names], let kind = ConfigShape.root.at(names)?.kind else { return nil }
    return try? kind.read(node.content)
  }

  /// A text.
  func text(_ names: String...) -> String? {
    if case .text(let text) = value(names) { text } else { nil }
  }

  /// A span of time that has a default.
  func duration(_ name: String) -> Duration {
    if case .duration(let duration) = value([name]) { duration } else { .zero }
  }

  /// The window of rates; `nil` where none is set.
  func rateWindow() -> Duration? {
    let window = duration("rate_window")
    return window > .zero ? window : nil
  }

  /// A choice that has a default.
  func choice<Choice: RawRepresentable<String>>(_ name: String, or fallback: Choice) -> Choice {
    text(name).flatMap(Choice.init(rawValue:)) ?? fallback
  }

  /// A whole number that has a default.
  func integer(_ names: String...) -> Int {
    if case .number(let value) = value(names) { Int(value) } else { 0 }
  }

  /// A list of names; empty where nothing is set.
  func names(_ names: String...) -> [String] {
    if case .texts(let texts) = value(names) { texts } else { [] }
  }

  /// Matchers; none where nothing is set.
  func matchers(_ names: String...) -> [LabelMatcher] {
    guard case .text(let text)? = value(names) else { return [] }
    return (try? LabelMatcher.parse(text)) ?? []
  }

  /// A number with its unit.
  func measure(_ names: String...) -> (value: Double, unit: Measure.Unit?)? {
    if case .measure(let value, let unit) = value(names) { (value, unit) } else { nil }
  }

  /// Where a value was written; the default where it was not.
  func origin(_ names: [String]) -> ConfigOrigin {
    tree[names]?.origin ?? .builtIn
  }

  /// Notes a problem with a key.
  mutating func complain(_ names: [String], _ message: String) {
    complain(ConfigPath(names), at: origin(names), message)
  }

  /// Notes a problem at a place.
  mutating func complain(_ path: ConfigPath, at origin: ConfigOrigin, _ message: String) {
    problems.append(ConfigProblem(path, at: origin, message))
  }
}
