import PromQL
import Telemetry

/// A value in a template, of the kinds that Go would tell apart.
indirect enum RuleTemplateValue: Sendable {
  case nothing
  case flag(Bool)
  case whole(Int)
  case number(Double)
  case text(String)
  case moment(milliseconds: Int64)
  case labels([String: String])
  case arguments([String: RuleTemplateValue])
  case sample(VectorSample)
  case samples([VectorSample])
  /// Data of the alert: the outermost dot.
  case facts(RuleTemplate.Facts)

  typealias Problem = RuleTemplate.Problem

  /// The name of the kind in messages, in Go's words where it has one.
  var kind: String {
    switch self {
    case .nothing: "nil"
    case .flag: "bool"
    case .whole: "int"
    case .number: "float64"
    case .text: "string"
    case .moment: "time"
    case .labels: "map[string]string"
    case .arguments: "map[string]interface {}"
    case .sample: "sample"
    case .samples: "query result"
    case .facts: "alert"
    }
  }

  /// As Go prints it where nothing says how.
  var text: String {
    switch self {
    case .nothing: "<no value>"
    case .flag(let flag): flag ? "true" : "false"
    case .whole(let whole): "\(whole)"
    case .number(let number): GoNumber.text(number)
    case .text(let text): text
    case .moment(let milliseconds): RuleNumberText.moment(milliseconds: milliseconds)
    case .labels(let labels): Self.map(labels) { $0 }
    case .arguments(let arguments): Self.map(arguments) { $0.nestedText }
    case .sample(let sample):
      "{\(Self.map(sample.labels.byName) { $0 }) \(GoNumber.text(sample.value))}"
    case .samples(let samples):
      "[\(samples.map { RuleTemplateValue.sample($0).text }.joined(separator: " "))]"
    case .facts(let facts):
      "{\(Self.map(facts.labels.byName) { $0 }) \(Self.map(facts.externalLabels.byName) { $0 })"
        + "  \(GoNumber.text(facts.value))}"
    }
  }

  private var nestedText: String {
    if case .nothing = self { "<nil>" } else { text }
  }

  private static func map<Value>(_ map: [String: Value], _ text: (Value) -> String) -> String {
    let fields = map.sorted { $0.key < $1.key }.map { "\($0.key):\(text($0.value))" }
    return "map[\(fields.joined(separator: " "))]"
  }

  /// Whether `if` takes it for true: all but zero and what is empty.
  var isTrue: Bool {
    switch self {
    case .nothing: false
    case .flag(let flag): flag
    case .whole(let whole): whole != 0
    case .number(let number): number != 0
    case .text(let text): !text.isEmpty
    case .labels(let labels): !labels.isEmpty
    case .arguments(let arguments): !arguments.isEmpty
    case .samples(let samples): !samples.isEmpty
    case .moment, .sample, .facts: true
    }
  }

  /// The value behind a name and a dot.
  func field(_ name: String) throws(Problem) -> RuleTemplateValue {
    switch (self, name) {
    case (.labels(let labels), _): return .text(labels[name] ?? "")
    case (.arguments(let arguments), _): return arguments[name] ?? .nothing
    case (.sample(let sample), "Labels"): return .labels(sample.labels.byName)
    case (.sample(let sample), "Value"): return .number(sample.value)
    case (.facts(let facts), "Labels"): return .labels(facts.labels.byName)
    case (.facts(let facts), "Value"): return .number(facts.value)
    case (.facts(let facts), "ExternalLabels"): return .labels(facts.externalLabels.byName)
    case (.facts, "ExternalURL"): return .text("")
    case (.moment, _): throw Problem(reason: "methods of times are not supported: '.\(name)'")
    default: throw Problem(reason: "a value of type \(kind) has no field '\(name)'")
    }
  }

  /// How many there are in it; `nil` if it is not countable.
  var count: Int? {
    switch self {
    case .text(let text): text.utf8.count
    case .labels(let labels): labels.count
    case .arguments(let arguments): arguments.count
    case .samples(let samples): samples.count
    default: nil
    }
  }

  /// The element at an index or a name.
  func element(_ index: RuleTemplateValue) throws(Problem) -> RuleTemplateValue {
    switch (self, index) {
    case (.labels, .text(let name)), (.arguments, .text(let name)): return try field(name)
    case (.samples(let samples), .whole(let place)) where samples.indices.contains(place):
      return .sample(samples[place])
    case (.text(let text), .whole(let place)) where text.utf8.indices.count > place && place >= 0:
      return .whole(Int(Array(text.utf8)[place]))
    case (.samples, .whole(let place)), (.text, .whole(let place)):
      throw Problem(reason: "index out of range: \(place)")
    default:
      throw Problem(reason: "cannot index a value of type \(kind) with one of type \(index.kind)")
    }
  }
}

extension LabelSet {
  /// The values by their names.
  fileprivate var byName: [String: String] {
    Dictionary(labels.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
  }
}
