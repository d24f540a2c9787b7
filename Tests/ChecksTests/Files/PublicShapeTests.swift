import Checks
import Testing

/// Files in the shape of public ones have no faults that they do not have.
@Suite struct PublicShapeTests {
  @Test(
    arguments: [
      ("cluster", []), ("mixins", []), ("single-binary", []), ("simple-scalable", []),
      ("compose-demo", []), ("promtail", ["promtail-end-of-life"]),
    ] as [(String, [String])]
  )
  func aShapeHasNoFalseAlarm(_ name: String, _ expected: [String]) throws {
    let files = try ShapeFolder(name).files
    let outcome = FileChecks.outcome(of: files)
    #expect(outcome.findings.map(\.check) == expected, "\(outcome.findings)")
    // Every file was looked at.
    let seen = (outcome.inOrder.map(\.place) + outcome.findings.map(\.place))
      .map { $0.prefix { $0 != ":" } }
    for file in files { #expect(seen.contains { $0 == file.name }, "\(file.name) was not read") }
  }
}
