import Testing

/// The arrows between targets, which SwiftPM alone does not hold: it lets a target import what it
/// reaches through another.
@Suite struct ModuleTests {
  @Test func everyTargetIsInTheTable() {
    #expect(Repository.folders(in: "Sources") == moduleTable.keys.sorted())
  }

  @Test func importsStayWithinTheTable() {
    for file in Repository.swiftFiles(below: "Sources") {
      let allowed = moduleTable[file.target] ?? []
      for (index, line) in file.code.enumerated() {
        guard let module = importedModule(line) else { continue }
        #expect(
          allowed.contains(module),
          "\(file.place(index)): \(file.target) may not import \(module)"
        )
      }
    }
  }

  @Test func theDocumentHoldsTheSameTable() {
    var documented: [String: Set<String>] = [:]
    let page = Repository.text("Sources/goldtop/goldtop.docc/Architecture.md")
    for line in page.split(separator: "\n") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
      guard cells.count == 6, let target = names(in: cells[1]).first else { continue }
      documented[target] = Set(names(in: cells[3]))
    }
    #expect(documented.keys.sorted() == moduleTable.keys.sorted())
    for (target, allowed) in moduleTable {
      #expect(documented[target] == allowed, "\(target) in Architecture.md")
    }
  }

  @Test func cStaysInItsTargetsAndLibrariesInTheirSources() {
    for path in Repository.files(below: "Sources")
    where path.hasSuffix(".h") || path.hasSuffix(".c") {
      let target = path.split(separator: "/").dropFirst().first ?? ""
      #expect(
        ["CTerminal", "CProcess", "CYAML", "CLZ4"].contains(target),
        "\(path): C has its own targets"
      )
      for (header, owner) in [("curses.h", "CTerminal"), ("yaml.h", "CYAML"), ("lz4.h", "CLZ4")]
      where path.hasSuffix(".h") || target != owner {
        #expect(!Repository.text(path).contains("<\(header)>"), "\(path) shows \(header)")
      }
    }
  }

  /// The module of an import line; `import struct A.B` and `import A.B` count as `A`.
  private func importedModule(_ line: String) -> String? {
    var words = line.split(separator: " ")
    while let first = words.first, first.hasPrefix("@") || Self.levels.contains(first) {
      words.removeFirst()
    }
    guard words.first == "import", words.count > 1 else { return nil }
    let isOneSymbol = words.count > 2
    return words[isOneSymbol ? 2 : 1].split(separator: ".").first.map(String.init)
  }

  private static let levels: Set<Substring> = ["public", "package", "internal", "private"]

  /// The words in backticks of a table cell.
  private func names(in cell: Substring) -> [String] {
    cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }
      .map { String($0.element) }
  }
}
