import Testing

/// Words that the code does without, each for a reason.
@Suite struct WordingTests {
  struct Rule: Sendable, CustomTestStringConvertible {
    /// What must not occur in code.
    let word: String
    /// The folders that the rule is about.
    let folders: [String]
    /// Beginnings of paths that may use it.
    var except: [String] = []
    let reason: String
    var testDescription: String { word }

    /// Whether the word stands in a line, and not as the end of a longer one.
    func stands(in line: String) -> Bool {
      line.ranges(of: word).contains { range in
        guard word.first?.isLetter == true, range.lowerBound > line.startIndex else { return true }
        return !line[line.index(before: range.lowerBound)].isLetter
      }
    }
  }

  static let rules = [
    Rule(
      word: "@unchecked",
      folders: ["Sources", "Tests"],
      reason: "the compiler must be able to prove it"
    ),
    Rule(
      word: "nonisolated(unsafe)",
      folders: ["Sources", "Tests"],
      reason: "the compiler must be able to prove it"
    ),
    Rule(
      word: "@preconcurrency import",
      folders: ["Sources", "Tests"],
      reason: "it silences what Swift 6 checks"
    ),
    Rule(word: "try!", folders: ["Sources", "Tests"], reason: "an error is handled or thrown"),
    Rule(word: " as!", folders: ["Sources", "Tests"], reason: "a cast may fail"),
    Rule(word: "fatalError", folders: ["Sources"], reason: "goldtop continues, or says what to do"),
    Rule(
      word: " Task {",
      folders: ["Sources"],
      except: ["Sources/Runtime/", "Sources/Commands/"],
      reason: "concurrency is structured"
    ),
    Rule(
      word: "Task.detached",
      folders: ["Sources"],
      except: ["Sources/Runtime/", "Sources/Commands/"],
      reason: "concurrency is structured"
    ),
    Rule(
      word: "Dispatch",
      folders: ["Sources"],
      except: ["Sources/Terminal/", "Sources/Runtime/MainQueueExecutor.swift"],
      reason: "only the terminal has a thread of its own, and only the loop waits on the main one"
    ),
    Rule(word: "NSLock", folders: ["Sources", "Tests"], reason: "locks are Mutex"),
    Rule(word: "Semaphore", folders: ["Sources"], reason: "locks are Mutex"),
    Rule(word: "pthread_mutex", folders: ["Sources", "Tests"], reason: "locks are Mutex"),
    Rule(word: "NIOLock", folders: ["Sources", "Tests"], reason: "locks are Mutex"),
    Rule(
      word: "Task.sleep",
      folders: ["Tests"],
      except: ["Tests/TestSupport/Processes/Eventually.swift", "Tests/TestSupport/Terminal/Tmux"],
      reason: "tests wait for events and conditions"
    ),
    Rule(
      word: "usleep(",
      folders: ["Sources", "Tests"],
      except: ["Tests/TestSupport/Terminal/Tmux"],
      reason: "tests wait for events and conditions"
    ),
    Rule(
      word: ".disabled(",
      folders: ["Tests"],
      reason: "a test that does not run is no test"
    ),
  ]

  @Test(arguments: rules) func codeDoesWithout(_ rule: Rule) {
    for folder in rule.folders {
      for file in Repository.swiftFiles(below: folder)
      where !rule.except.contains(where: { file.path.hasPrefix($0) }) {
        for (index, line) in file.code.enumerated() {
          #expect(
            !rule.stands(in: line),
            "\(file.place(index)): no '\(rule.word)', \(rule.reason)"
          )
        }
      }
    }
  }

  @Test func nothingImportsFoundation() {
    for file in Repository.swiftFiles(below: "Sources") + Repository.swiftFiles(below: "Tests") {
      for (index, line) in file.code.enumerated() {
        // Foundation would add 50 MB of Unicode data to a static binary.
        let words = line.split { $0 == " " || $0 == "." }
        guard let place = words.firstIndex(of: "import") else { continue }
        #expect(
          !words[place...].dropFirst().contains("Foundation"),
          "\(file.place(index)): FoundationEssentials has what is needed"
        )
      }
    }
  }

  @Test func typesAreNamedAfterThingsOfTheDomain() {
    let type = /(?:struct|class|actor|enum|protocol|typealias) +(\w+)/
    let suffixes = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities"]
    for file in Repository.swiftFiles(below: "Sources") + Repository.swiftFiles(below: "Tests") {
      for (index, line) in file.code.enumerated() {
        for match in line.matches(of: type) {
          let name = match.output.1
          #expect(
            !suffixes.contains { name.hasSuffix($0) },
            "\(file.place(index)): '\(name)' says nothing of what it is"
          )
        }
      }
    }
  }

  @Test func nothingIsLeftForLater() {
    let marks = ["TO" + "DO", "FIX" + "ME", "X" + "XX:"]
    for file in Repository.swiftFiles(below: "Sources") + Repository.swiftFiles(below: "Tests") {
      for (index, line) in file.lines.enumerated() {
        #expect(
          !marks.contains { line.contains($0) },
          "\(file.place(index)): what is open stands in an issue"
        )
      }
    }
  }
}
