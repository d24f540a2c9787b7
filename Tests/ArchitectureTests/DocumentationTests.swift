import Testing

/// What is written about the code.
@Suite struct DocumentationTests {
  @Test func whatOtherTargetsSeeIsDocumented() {
    let files = Repository.swiftFiles(below: "Sources")
    let requirements = Self.standardRequirements.union(files.flatMap(Self.requirements))
    let declaration = /^ *(?:@\w+(?:\([^)]*\))? +)*(?:package|public)(?:\(set\))? +(?!import)(.*)$/
    for file in files {
      for (index, line) in file.code.enumerated() {
        guard let match = line.firstMatch(of: declaration) else { continue }
        // What fulfils a protocol means what the protocol says, as operators do; an initializer is
        // documented by its type.
        let text = match.output.1
        guard text.firstMatch(of: /^(?:static func [^\w\s]|(?:convenience )?init\b)/) == nil,
          !requirements.contains(Self.name(in: text))
        else { continue }
        #expect(
          isDocumented(index, in: file),
          "\(file.place(index)): no doc comment on '\(match.output.1.prefix(60))'"
        )
      }
    }
  }

  @Test(arguments: Repository.documents) func citedPathsExist(_ document: String) {
    let text = Repository.text(document)
    for match in text.matches(of: /`((?:Sources|Tests|screenshots|\.ci|\.github)\/[^`\s]*)`/) {
      let path = String(match.output.1.prefix { $0 != "*" && $0 != "<" && $0 != "{" })
      let known = path.count < match.output.1.count ? folder(of: path) : path
      #expect(Repository.has(known), "\(document) cites '\(match.output.1)'")
    }
    for match in text.matches(of: /\]\(([^)#\s]+)[^)]*\)/) {
      let link = String(match.output.1)
      guard !link.contains(":") else { continue }
      #expect(
        Repository.has("\(folder(of: document))\(link)"),
        "\(document) links to '\(link)'"
      )
    }
  }

  @Test func theChangelogHasAPlaceForTheNextRelease() {
    #expect(Repository.text(".github/CHANGELOG.md").contains("## [Unreleased]"))
  }

  /// What the standard library's and ArgumentParser's protocols ask for.
  private static let standardRequirements: Set<String> = [
    "description", "debugDescription", "customMirror", "configuration", "run", "encode", "hash",
  ]

  /// The names that the protocols of a file ask for; those have their own doc comments.
  private static func requirements(of file: SourceFile) -> [String] {
    var names: [String] = []
    var isInProtocol = false
    for line in file.code {
      if line.contains(/^(?:package\s+|public\s+)?protocol\b/) { isInProtocol = true }
      if line.hasPrefix("}") { isInProtocol = false }
      if isInProtocol { names.append(name(in: line[...])) }
    }
    return names.filter { !$0.isEmpty }
  }

  /// The name of a function or variable that a line declares; empty where it declares none.
  private static func name(in line: Substring) -> String {
    line.firstMatch(of: /\b(?:func|var|let) +(\w+)/).map { String($0.output.1) } ?? ""
  }

  private func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[...slash])
  }

  private func isDocumented(_ index: Int, in file: SourceFile) -> Bool {
    var above = index - 1
    while above >= 0 {
      let line = file.lines[above].drop { $0 == " " }
      if line.hasPrefix("///") { return true }
      guard line.hasPrefix("@") || line.hasPrefix("#") else { return false }
      above -= 1
    }
    return false
  }
}
