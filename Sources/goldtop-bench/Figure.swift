import Telemetry

/// One thing that was measured.
struct Figure: Hashable, Sendable {
  /// What.
  let name: String
  /// The value with its unit, as it is printed.
  let text: String
  /// The most or least that it may be, in words; empty where there is none.
  var budget = ""

  init(_ name: String, _ text: String, budget: String = "") {
    (self.name, self.text, self.budget) = (name, text, budget)
  }

  /// Reads what `line` gives; `nil` for other text.
  init?(line: some StringProtocol) {
    let parts = line.split(separator: " ", omittingEmptySubsequences: false)
    let dots = parts.firstIndex {
      $0.utf8.count > 1 && $0.utf8.allSatisfy { $0 == UInt8(ascii: ".") }
    }
    guard let dots else { return nil }
    name = parts[..<dots].joined(separator: " ")
    let rest = parts[(dots + 1)...]
    let end = rest.firstIndex { $0 == "(budget" } ?? rest.endIndex
    text = rest[..<end].filter { !$0.isEmpty }.joined(separator: " ")
    budget = rest[end...].dropFirst().joined(separator: " ")
    if budget.last == ")" { budget.removeLast() }
  }

  /// The line that is printed.
  var line: String {
    let dots = String(repeating: ".", count: max(2, 52 - name.count))
    return "\(name) \(dots) \(text)" + (budget.isEmpty ? "" : "   (budget \(budget))")
  }

  /// The number that the text starts with; `nil` where it starts with none.
  var number: Double? { text.split(separator: " ").first.flatMap { Double($0) } }

  /// The members of its JSON object.
  var json: JSONValue {
    .object([
      ("name", .text(name)), ("value", .text(text)),
      ("number", number.map { .number($0) } ?? .null),
      ("budget", budget.isEmpty ? .null : .text(budget)),
    ])
  }
}
