import Testing

/// The rooms of `Sources/Dashboard` and the arrows between them, by the types that they name.
@Suite struct RoomTests {
  /// Which rooms a room may name, beside itself and the settings.
  private static let arrows: [String: Set<String>] = [
    "Loop": ["World", "Keys", "Navigation", "Views", "Panels", "Chrome", "Report"],
    "World": ["Navigation"],
    "Keys": ["Navigation"],
    "Navigation": [],
    "Views": ["World", "Keys", "Navigation", "Panels", "Chrome", "Links"],
    "Links": ["World", "Navigation", "Panels", "Chrome"],
    "Panels": ["World", "Navigation", "Chrome"],
    "Chrome": ["World", "Keys", "Navigation"],
    "Report": ["World", "Navigation", "Panels", "Chrome"],
  ]

  /// A file of the dashboard in its room.
  private struct RoomFile {
    let file: SourceFile
    /// The folder; empty for what all rooms share.
    let room: String
    /// The folder in that; empty for none.
    let nook: String
    /// The types that it declares.
    let declared: [String]
    /// The words of the code, each with the line that it stands in first.
    let words: [String: Int]

    init(_ file: SourceFile) {
      self.file = file
      declared = file.types.filter(\.isDeclaration).map(\.name)
      words = Self.words(in: file)
      let parts = file.path.split(separator: "/").map(String.init)
      room = parts.count > 3 ? parts[2] : ""
      nook = parts.count > 4 ? parts[3] : ""
    }

    private static func words(in file: SourceFile) -> [String: Int] {
      var words: [String: Int] = [:]
      for (index, line) in file.code.enumerated() {
        for word in line.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" }) {
          let word = String(word)
          if words[word] == nil { words[word] = index }
        }
      }
      return words
    }
  }

  private static let files = Repository.swiftFiles(below: "Sources/Dashboard").map(RoomFile.init)

  @Test func everyFolderIsARoom() {
    let rooms = Set(Self.files.map(\.room)).subtracting([""])
    #expect(rooms == Set(Self.arrows.keys))
  }

  @Test func roomsNameOnlyWhatTheirArrowsReach() {
    var homes: [String: String] = [:]
    for file in Self.files where !file.room.isEmpty {
      for name in file.declared { homes[name] = file.room }
    }
    for file in Self.files where !file.room.isEmpty {
      let allowed = Self.arrows[file.room] ?? []
      for (word, line) in file.words {
        guard let home = homes[word], home != file.room, !allowed.contains(home) else { continue }
        Issue.record("\(file.file.place(line)): \(file.room) may not name \(word) of \(home)")
      }
    }
  }

  @Test func viewsMeetByPlacesAlone() {
    var homes: [String: String] = [:]
    for file in Self.files where file.room == "Views" && !file.nook.isEmpty {
      for name in file.declared { homes[name] = file.nook }
    }
    #expect(Set(homes.values).count >= 6)
    for file in Self.files {
      for (word, line) in file.words {
        guard let home = homes[word], home != file.nook else { continue }
        Issue.record("\(file.file.place(line)): only the view \(home) names its \(word)")
      }
    }
  }

  @Test func aNewViewTouchesOneFileThatThereIs() {
    let page = Repository.text("Sources/goldtop/goldtop.docc/Architecture.md")
    let catalog = "Sources/Dashboard/Views/ViewCatalog.swift"
    #expect(
      page.contains(
        "| a view | one folder in `Sources/Dashboard/Views`, one line in `\(catalog)` |"
      )
    )
    // What names a view's record is its own folder and the catalog.
    let declaration = /^  static let (\w+): View =/
    for file in Self.files where file.room == "Views" && !file.nook.isEmpty {
      for line in file.file.code {
        guard let name = line.firstMatch(of: declaration)?.output.1 else { continue }
        let isListed = Repository.text(catalog).contains(".\(name)")
        #expect(isListed, "\(catalog) does not list \(name)")
        for other in Self.files where other.nook != file.nook {
          let isNamed = other.file.code.contains { $0.contains("View.\(name)") }
          #expect(!isNamed, "\(other.file.path) names the view \(name)")
        }
      }
    }
  }

  @Test func onlyAScopeAddsMatchers() {
    for file in Self.files where file.declared != ["Scope"] {
      for (index, line) in file.file.code.enumerated() {
        #expect(
          !line.contains("LabelMatcher("),
          "\(file.file.place(index)): matchers come from a scope, or from settings"
        )
      }
    }
  }
}
