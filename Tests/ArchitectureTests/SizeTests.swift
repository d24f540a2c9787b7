import Testing

/// Files and functions that can be read at one sitting.
@Suite struct SizeTests {
  @Test(arguments: [("Sources", 400), ("Tests", 600)])
  func noFileIsLong(_ folder: String, _ limit: Int) {
    for file in Repository.swiftFiles(below: folder) {
      #expect(file.lines.count <= limit, "\(file.path) has \(file.lines.count) lines")
    }
  }

  @Test func mostFilesAreShort() throws {
    let lengths = Repository.swiftFiles(below: "Sources").map(\.lines.count).sorted()
    try #require(!lengths.isEmpty)
    #expect(lengths[lengths.count / 2] < 130)
  }

  @Test func foldersHoldFewFiles() {
    let files =
      Repository.swiftFiles(below: "Sources") + Repository.swiftFiles(below: "Tests/TestSupport")
    let folders = Dictionary(grouping: files) { file in
      file.path.split(separator: "/").dropLast().joined(separator: "/")
    }
    for (folder, files) in folders {
      let isLarge = files.count > 15
      #expect(isLarge == Self.largeFolders.contains(folder), "\(folder) has \(files.count) files")
    }
  }

  @Test func theMapOfTestSupportIsWhole() {
    let map = Repository.text("Tests/TestSupport/README.md")
    let files = Repository.swiftFiles(below: "Tests/TestSupport")
    let folders = Set(files.compactMap { $0.path.split(separator: "/").dropFirst(2).first })
    let mapped = map.matches(of: /(?m)^\| `(\w+)` \|/).map(\.output.1)
    #expect(Set(mapped) == folders)
  }

  @Test func filesAreNamedAfterTheirMainType() {
    let files =
      Repository.swiftFiles(below: "Sources") + Repository.swiftFiles(below: "Tests/TestSupport")
    for file in files {
      let name = file.path.split(separator: "/").last?.dropLast(".swift".count) ?? ""
      guard !Self.namedOtherwise.contains(String(name)), name != "main" else { continue }
      let subject = name.prefix { $0 != "+" }
      let types = file.types
      let isNamed = types.contains { type in
        type.name.prefix { $0 != "<" && $0 != "." } == subject
      }
      // A row of a catalog is an extension of its type: CachePanel of Panel.
      let isRow = types.contains { !$0.isDeclaration && subject.hasSuffix($0.name) }
      let isFunction = file.code.contains { line in
        line.contains("func \(subject.prefix(1).lowercased())\(subject.dropFirst())")
      }
      #expect(isNamed || isRow || isFunction, "\(file.path): no type of that name")
    }
  }

  @Test func functionsFitAScreen() {
    for file in Repository.swiftFiles(below: "Sources") {
      for function in functions(in: file) {
        #expect(
          function.length <= 40,
          "\(file.place(function.start)): '\(function.name)' has \(function.length) lines"
        )
      }
    }
  }

  @Test func functionsTakeFewParameters() {
    for file in Repository.swiftFiles(below: "Sources") {
      for function in functions(in: file) {
        #expect(
          function.parameters <= Self.wideExceptions[function.name] ?? 5,
          "\(file.place(function.start)): '\(function.name)' takes \(function.parameters)"
        )
      }
    }
  }

  @Test func exceptionsAreNeeded() {
    let all = Repository.swiftFiles(below: "Sources").flatMap(functions)
    for (name, limit) in Self.wideExceptions {
      #expect(
        all.contains { $0.name == name && $0.parameters == limit },
        "\(name) does not take that many"
      )
    }
  }

  /// Folders with more files, which may only become fewer.
  private static let largeFolders: Set<String> = [
    "Sources/Commands", "Sources/Dashboard/Panels", "Sources/Dashboard/World", "Sources/Demo",
    "Sources/Logs/Filter", "Sources/Logs/Line", "Sources/LokiAPI", "Sources/PromQL",
    "Sources/PromQL/Evaluation", "Sources/Screen/Widgets", "Sources/Telemetry", "Sources/Terminal",
  ]

  /// Files that extend a type of others, or hold data and no type.
  private static let namedOtherwise: Set<String> = [
    "LineBytes", "SignalCatalog", "VisibleTextRanges",
  ]

  /// Initializers that take more parameters, with the most that they may take; the numbers may only
  /// fall.
  private static let wideExceptions = [
    "AlertRule.init": 7, "Finding.init": 6, "LogEntry.init": 6, "LogFileSource.init": 7,
    "LogPageQuery.init": 6, "LokiTail.init": 6, "Panel.init": 6, "QueryContext.init": 6,
    "QuerySpan.init": 6, "HTTPAccess.init": 6, "Receipt.init": 6, "StoreHolding.init": 6,
  ]

  private struct Function {
    let name: String
    /// The line of its name, from 0.
    let start: Int
    /// From that line to the closing brace.
    let length: Int
    let parameters: Int
  }

  /// The functions and initializers of a file that have a body; an initializer has its type's name
  /// before its own.
  private func functions(in file: SourceFile) -> [Function] {
    let head = /\bfunc +(`?\w+`?|[^\w\s(]+)/
    let initializer =
      /^ *(?:(?:package|public|private|fileprivate|convenience|required) +)*init[?(<]/
    let types = file.types
    return file.code.enumerated().compactMap { start, line in
      let name: String
      if let match = line.firstMatch(of: head) {
        name = String(match.output.1)
      } else if line.contains(initializer) {
        name = "\(types.last { $0.lines.contains(start) }?.name ?? "").init"
      } else {
        return nil
      }
      let rest = file.code[start...]
      guard let extent = extent(of: rest) else { return nil }
      return Function(
        name: name,
        start: start,
        length: extent.lines,
        parameters: extent.parameters
      )
    }
  }

  /// The lines up to the brace that closes the first one, and the parameters before it; `nil` for
  /// a requirement without a body.
  private func extent(of lines: ArraySlice<String>) -> (lines: Int, parameters: Int)? {
    var depth = (brace: 0, bracket: 0)
    var parameters: Int?
    var colons = 0
    for (offset, line) in lines.enumerated() {
      for character in line {
        switch character {
        case "(", "[": depth.bracket += 1
        case ")", "]":
          depth.bracket -= 1
          if depth.bracket == 0, parameters == nil { parameters = colons }
        case ":" where depth == (0, 1) && parameters == nil: colons += 1
        case "{": depth.brace += 1
        case "}":
          depth.brace -= 1
          if depth.brace == 0, parameters != nil { return (offset + 1, parameters ?? 0) }
        default: break
        }
        // Closing the type around it before any body opened: a requirement.
        if depth.brace < 0 { return nil }
      }
      let isHeadDone = parameters != nil && depth == (0, 0)
      let next = lines.dropFirst(offset + 1).first ?? ""
      if isHeadDone, isAnotherDeclaration(next) { return nil }
    }
    return nil
  }

  private func isAnotherDeclaration(_ line: String) -> Bool {
    let word = line.split(separator: " ").first ?? ""
    return ["func", "var", "static", "associatedtype", "init", "}", "mutating"].contains(
      String(word)
    )
  }
}
