import Checks
import FoundationEssentials
import LocalSource
import TestSupport
import Testing

@testable import Commands

/// Which files of a folder are read.
@Suite struct CheckedFolderTests {
  private func make(_ names: [String]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in names {
      let path = folder.file(name)
      try FileManager.default.createDirectory(
        atPath: String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]),
        withIntermediateDirectories: true
      )
      try folder.write("groups: []\n", to: name)
    }
    return folder
  }

  @Test func configurationIsReadWhereverItLies() throws {
    let folder = try make([
      "prometheus.yml", "a/b/x.YAML", "a/old.rules", "alloy/config.alloy", "README.md",
      "a/data.json",
      ".git/x.yml", "node_modules/y/z.yml", ".hidden.yml",
    ])
    let read = try CheckedFolder(FileName(folder.path))
    #expect(
      read.files.map(\.name) == [
        "a/b/x.YAML", "a/old.rules", "alloy/config.alloy", "prometheus.yml",
      ]
    )
    #expect(read.files.allSatisfy { $0.text == "groups: []\n" })
    #expect(read.unread == [])
  }

  @Test func linksLeadNoRoundInACircle() throws {
    let folder = try make(["a/x.yml"])
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: folder.file("a/loop"), withDestinationPath: folder.path)
    try manager.createSymbolicLink(
      atPath: folder.file("link.yml"),
      withDestinationPath: folder.file("a/x.yml")
    )
    try manager.createSymbolicLink(
      atPath: folder.file("broken.yml"),
      withDestinationPath: "/nowhere"
    )
    let read = try CheckedFolder(FileName(folder.path))
    #expect(read.files.map(\.name) == ["a/x.yml", "link.yml"])
    #expect(read.unread.map(\.place) == ["broken.yml"])
  }
}
