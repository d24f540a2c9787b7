import Glibc
import LocalSource
import Synchronization
import TestSupport
import Testing

@testable import Commands

@Suite struct DebugLogFileTests {
  @Test func linesAreAppendedForTheOwnerAlone() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("before\n", to: "old.log")
    let file = try DebugLogFile(FileName(path))
    file.write("one")
    file.write("two")
    #expect(textOfFile(path) == "before\none\ntwo\n")
    #expect(file.closingWords == nil)
    let new = try DebugLogFile(FileName(folder.file("new.log")))
    new.write("one")
    var status = stat()
    #expect(stat(folder.file("new.log"), &status) == 0 && status.st_mode & 0o777 == 0o600)
  }

  @Test func whatIsNoFileIsRefusedAtOnce() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.file("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    for (path, reason) in [
      (pipe, "is a pipe, not a file"), (folder.path, "is a directory"),
      ("/dev/null", "is a device, not a file"),
      (folder.file("no/folder"), "No such file or directory"),
    ] {
      let end = #expect(throws: CommandEnd.self) { try DebugLogFile(FileName(path)) }
      #expect(end?.status == .usage)
      #expect(end?.message == "cannot write '\(path)': \(reason)")
    }
  }

  /// A file on a full disk, told once whether somebody listens from the start or later.
  @Test(arguments: [false, true])
  func aFullDiskIsToldOnceAndAtTheEnd(isLate: Bool) {
    let told = Mutex<[String]>([])
    let file = DebugLogFile("/full", descriptor: open("/dev/full", O_WRONLY | O_CLOEXEC))
    if !isLate { file.onFailure { text in told.withLock { $0.append(text) } } }
    file.write("one")
    file.write("two")
    if isLate { file.onFailure { text in told.withLock { $0.append(text) } } }
    file.write("three")
    let words = "cannot write the debug log '/full': No space left on device"
    #expect(told.withLock { $0 } == [words])
    #expect(file.closingWords == "\(words) (3 lines missing)")
  }

  /// A pipe that is full takes part of a line, and all again once it is emptied.
  @Test func aLineAfterACutOneBeginsANewLine() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { close(ends[0]) }
    try #require(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0)
    let file = DebugLogFile("pipe", descriptor: ends[1])
    file.write(String(repeating: "x", count: 100_000))
    #expect(file.closingWords?.hasSuffix("(1 line missing)") == true)
    var buffer = [UInt8](repeating: 0, count: 200_000)
    #expect(read(ends[0], &buffer, buffer.count) > 0)
    file.write("next")
    let count = read(ends[0], &buffer, buffer.count)
    #expect(buffer.prefix(max(0, count)).elementsEqual("\nnext\n".utf8))
  }
}
