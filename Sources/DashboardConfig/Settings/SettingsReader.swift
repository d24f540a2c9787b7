import Signals
import Telemetry

/// Turns merged values into typed ones, and collects what only shows when values are seen together.
struct SettingsReader {
  /// The effective values.
  let tree: ConfigNode
  /// Problems found.
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
