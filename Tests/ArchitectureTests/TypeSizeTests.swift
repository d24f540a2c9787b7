import Testing

/// Types that hide no size in their extensions.
@Suite struct TypeSizeTests {
  private static let limit = 600

  /// Types that are longer, with the most lines that they may have; the numbers may only fall.
  private static let exceptions = [
    "Evaluation": 956, "Parser": 772,
  ]

  /// The lines of every type of ours over all its extensions.
  private static let lengths: [String: Int] = {
    var lengths: [String: Int] = [:]
    var declared: Set<String> = []
    for file in Repository.swiftFiles(below: "Sources") {
      for type in file.types {
        lengths[type.name, default: 0] += type.lines.count
        if type.isDeclaration { declared.insert(type.name) }
      }
    }
    return lengths.filter { declared.contains($0.key) }
  }()

  @Test func noTypeIsLongOverAllItsExtensions() {
    for (name, length) in Self.lengths {
      let limit = Self.exceptions[name] ?? Self.limit
      #expect(length <= limit, "\(name) has \(length) lines over its extensions")
    }
  }

  @Test func exceptionsAreNeeded() {
    for name in Self.exceptions.keys {
      let length = Self.lengths[name] ?? 0
      #expect(length > Self.limit, "\(name) has \(length) lines, and needs no exception")
    }
  }

  @Test func theModelIsSmall() throws {
    #expect(try #require(Self.lengths["Model"]) < 400)
    let file = try #require(
      Repository.swiftFiles(below: "Sources/Dashboard/Loop").first {
        $0.path.hasSuffix("/Model.swift")
      }
    )
    let model = try #require(file.types.first { $0.name == "Model" && $0.isDeclaration })
    let stored = file.code[model.lines].filter { line in
      line.contains(/^  (?:(?:package|private|internal)(?:\(set\))? )*(?:let|var) \w+/)
        && !line.contains("{")
    }
    #expect(stored.count <= 10, "\(stored)")
  }
}
