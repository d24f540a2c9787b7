import Testing

/// What is written about the code.
@Suite struct DocumentationTests {
  @Test func whatOtherTargetsSeeIsDocumented() {
    let declaration = /^ *(?:@\w+(?:\([^)]*\))? +)*(?:package|public)(?:\(set\))? +(?!import)(.*)$/
    for file in Repository.swiftFiles(below: "Sources") {
      for (index, line) in file.code.enumerated() {
        guard let match = line.firstMatch(of: declaration) else { continue }
        // An operator's meaning is its protocol's.
        guard match.output.1.firstMatch(of: /^static func [^\w\s]/) == nil else { continue }
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
