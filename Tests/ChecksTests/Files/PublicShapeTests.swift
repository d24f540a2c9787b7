import Checks
import TestSupport
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
    let outcome = FileChecks.outcome(of: files, wanted: .usual)
    #expect(outcome.findings.map(\.check) == expected, "\(outcome.findings)")
    // Every file was looked at.
    let seen = (outcome.inOrder.map(\.place) + outcome.findings.map(\.place))
      .map { $0.prefix { $0 != ":" } }
    for file in files { #expect(seen.contains { $0 == file.name }, "\(file.name) was not read") }
  }

  /// Lines that are lost, doubled, cut off or moved make other findings, and never a trap.
  @Test(arguments: [
    "cluster", "mixins", "single-binary", "simple-scalable", "compose-demo", "promtail",
  ])
  func aShapeMayBeBrokenAnywhere(_ name: String) throws {
    let files = try ShapeFolder(name).files
    var random = SeededGenerator(seed: 21)
    var faulty = 0
    for _ in 0..<40 {
      var broken = files
      let index = Int.random(in: 0..<files.count, using: &random)
      var lines = files[index].text.split(separator: "\n", omittingEmptySubsequences: false)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let line = Int.random(in: 0..<lines.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0 where lines.count > 1: lines.remove(at: line)
        case 1: lines.insert(lines[line], at: line)
        case 2: lines[line] = lines[line].prefix(lines[line].count / 2)
        default: lines.swapAt(line, Int.random(in: 0..<lines.count, using: &random))
        }
      }
      broken[index] = ConfigurationFile(
        name: files[index].name,
        text: lines.joined(separator: "\n")
      )
      let outcome = FileChecks.outcome(of: broken, wanted: .usual)
      if !outcome.findings.isEmpty { faulty += 1 }
    }
    #expect(faulty > 0)
  }
}
