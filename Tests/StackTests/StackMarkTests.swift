import Stack
import Testing

/// How a written file is told from an edited one.
@Suite struct StackMarkTests {
  private let plan = try? StackPlan(services: [], hasPython: true, hasNode: true, version: "1.2.3")

  @Test func everyFileSaysWhoWroteItAndIsUntouched() throws {
    let files = try #require(plan).files
    #expect(files.count > 15)
    for file in files {
      let mark = try #require(StackMark(of: file.text), "\(file.name)")
      #expect(mark == StackMark(of: file.text))
      #expect(mark.version == "1.2.3")
      #expect(mark.isUntouched, "\(file.name)")
    }
  }

  @Test func anEditShowsWhereverItIs() throws {
    for file in try #require(plan).files {
      #expect(StackMark(of: file.text + "\n")?.isUntouched == false, "\(file.name)")
      let middle = file.text.index(file.text.startIndex, offsetBy: file.text.count / 2)
      var edited = file.text
      edited.insert("x", at: middle)
      #expect(StackMark(of: edited)?.isUntouched != true, "\(file.name)")
    }
  }

  @Test(arguments: ["", "hello\n", "# Written by goldtop 1.0, content zzzz\n"])
  func whatOthersWroteHasNoMark(_ text: String) {
    #expect(StackMark(of: text) == nil)
  }
}
