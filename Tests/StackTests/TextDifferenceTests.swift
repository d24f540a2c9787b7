import Stack
import TestSupport
import Testing

/// Differences as `diff -u` and `patch` have them.
@Suite struct TextDifferenceTests {
  private func difference(_ old: String, _ new: String) -> String {
    TextDifference(from: old, to: new).unified("a")
  }

  @Test func linesAroundAChangeAreShown() {
    let old = (1...9).map { "\($0)\n" }.joined()
    let new = old.replacing("5\n", with: "five\n")
    #expect(
      difference(old, new) == """
        --- a
        +++ a
        @@ -2,7 +2,7 @@
         2
         3
         4
        -5
        +five
         6
         7
         8

        """
    )
  }

  @Test func equalTextsHaveNone() {
    #expect(difference("a\n", "a\n").isEmpty)
    #expect(difference("", "").isEmpty)
  }

  @Test func distantChangesAreHunksOfTheirOwn() {
    let old = (1...30).map { "\($0)\n" }.joined()
    let new = old.replacing("\n5\n", with: "\n").replacing("\n25\n", with: "\n25\nnew\n")
    let hunks = difference(old, new).split(separator: "\n").filter { $0.hasPrefix("@@") }
    #expect(hunks == ["@@ -2,7 +2,6 @@", "@@ -23,6 +22,7 @@"])
  }

  @Test func patchMakesTheOneOfTheOther() async throws {
    var random = SeededGenerator(seed: 15)
    for round in 0..<30 {
      func text() -> String {
        (0..<Int.random(in: 0...40, using: &random)).map { _ in
          "\(Int.random(in: 0...5, using: &random))\n"
        }.joined()
      }
      let (old, new) = (text(), text())
      guard old != new else { continue }
      let folder = try TemporaryFolder()
      try folder.write(old, to: "a")
      try folder.write(difference(old, new), to: "difference")
      let patched = try await run([
        "sh", "-c",
        "cd \(folder.path) && git apply --unidiff-zero -p0 --whitespace=nowarn difference",
      ])
      #expect(patched.end == .exited(0), "\(round): \(patched.errors)")
      #expect(textOfFile(folder.file("a")) == new, "\(round)")
    }
  }
}
