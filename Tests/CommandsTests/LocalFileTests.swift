import Glibc
import LocalSource
import TestSupport
import Testing

@testable import Commands

@Suite struct LocalFileTests {
  private func words(_ name: String, takesPipe: Bool = false) -> String {
    do throws(LocalFileProblem) {
      _ = try LocalFile(FileName(name), takesPipe: takesPipe)
      return "read"
    } catch {
      return error.message
    }
  }

  /// None of them keeps the reader waiting.
  @Test func whatIsNoFileIsRefusedAtOnce() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.file("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    #expect(words(pipe) == "cannot read '\(pipe)': is a pipe, not a file")
    #expect(words(folder.path) == "cannot read '\(folder.path)': is a directory")
    #expect(words("/dev/zero") == "cannot read '/dev/zero': is a device, not a file")
    #expect(words("/dev/zero", takesPipe: true).hasSuffix("is a device, not a file"))
    #expect(words(folder.file("none")).hasSuffix("No such file or directory"))
  }

  @Test func aPipeThatIsWantedIsReadToItsEnd() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { close(ends[0]) }
    _ = write(ends[1], "up 1", 4)
    close(ends[1])
    let file = try LocalFile(FileName("/dev/fd/\(ends[0])"), takesPipe: true)
    #expect(file.bytes == Array("up 1".utf8))
  }
}
