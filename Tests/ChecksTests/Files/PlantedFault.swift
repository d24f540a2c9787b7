import Checks
import Stack
import Testing

/// One change to a clean stack, and what has to be found then.
struct PlantedFault: CustomTestStringConvertible, Sendable {
  /// The check that has to find it, and no other.
  let check: String
  let severity: Finding.Severity
  let file: String
  /// Texts that the file has once, and what is written in their place.
  private(set) var changes: [(from: String, to: String)]
  /// A text that begins in the line that has to be named; `nil` for the file alone.
  let line: String?
  /// Whether the stack ships its logs by Promtail, which is a finding of its own.
  var hasPromtail = false

  var testDescription: String { "\(check) at \(line ?? file)" }

  init(
    _ check: String,
    _ severity: Finding.Severity,
    _ file: String,
    _ change: (from: String, to: String),
    at line: String?
  ) {
    (self.check, self.severity, self.file) = (check, severity, file)
    (self.changes, self.line) = ([change], line)
  }

  /// The same with one change more.
  func and(_ from: String, _ to: String) -> Self {
    var fault = self
    fault.changes.append((from, to))
    return fault
  }

  /// The same with Promtail.
  var inPromtail: Self {
    var fault = self
    fault.hasPromtail = true
    return fault
  }

  /// The files of a stack, as they are written.
  static func cleanFiles(hasPromtail: Bool = false) throws -> [ConfigurationFile] {
    try (hasPromtail ? withPromtail : withAlloy).get()
  }

  private static let withAlloy = Result { try files(hasPromtail: false) }
  private static let withPromtail = Result { try files(hasPromtail: true) }

  private static func files(hasPromtail: Bool) throws -> [ConfigurationFile] {
    var plan = try StackPlan(services: [], version: "0.1.0")
    if hasPromtail { plan.logs = .promtail }
    plan.hasKubernetes = true
    return plan.files.map { ConfigurationFile(name: $0.name, text: $0.text) }
  }

  /// The files with the change, and where it has to be found.
  func planted() throws -> (files: [ConfigurationFile], place: String) {
    var files = try Self.cleanFiles(hasPromtail: hasPromtail)
    let index = try #require(files.firstIndex { $0.name == file }, "no \(file)")
    var changed = files[index].text
    for change in changes {
      #expect(changed.ranges(of: change.from).count == 1, "\(file) has '\(change.from)' not once")
      changed = changed.replacing(change.from, with: change.to, maxReplacements: 1)
    }
    files[index] = ConfigurationFile(name: file, text: changed)
    guard let line else { return (files, file) }
    let start = try #require(changed.firstRange(of: line), "'\(line)' is not in \(file)").lowerBound
    return (files, "\(file):\(changed[..<start].count { $0 == "\n" } + 1)")
  }
}
