import Glibc
import LocalSource
import Logs
import Telemetry
import TestSupport
import Testing

@Suite struct FileNameTests {
  @Test(arguments: [
    [0x61, 0xE9, 0x2E], [0xFF, 0xFE], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80],
    [0xC0, 0xAF], [0xF4, 0x8F, 0xBA, 0xA9], [0xF4, 0x8F, 0xBB, 0xBF, 0xE9], [],
  ])
  func everyByteComesBack(_ bytes: [UInt8]) {
    #expect(SystemText.bytes(SystemText.text(bytes)) == bytes)
    #expect(FileName(SystemText.text(bytes)).bytes == bytes)
  }

  @Test func everyByteComesBackOfAnyText() {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<2000 {
      let count = Int.random(in: 0...12, using: &random)
      let bytes = (0..<count).map { _ in
        // Many of those by which longer sequences begin and go on.
        UInt8.random(in: Bool.random(using: &random) ? 0x80...0xFF : 1...0xFF, using: &random)
      }
      #expect(SystemText.bytes(SystemText.text(bytes)) == bytes)
    }
  }

  @Test func aTextOfUTF8IsItself() {
    for text in ["app.log", "日誌.log", "naïve 😀.json", "\u{10FFFD}"] {
      #expect(SystemText.text(text.utf8) == text)
      #expect(FileName(text).description == text)
    }
  }

  @Test func otherBytesAreShownEscaped() {
    #expect(FileName(bytes: [0x63, 0xE9, 0x2E, 0x6C]).description == #"c\xE9.l"#)
    #expect(FileName(bytes: Array("é".utf8) + [0x80]).description == #"é\x80"#)
  }

  @Test func aFolderAndADeviceAreNoLogFiles() async throws {
    for (name, reason) in [
      ("/tmp", "is a directory"), ("/dev/zero", "is a device, not a file"),
    ] {
      let source = LogFileSource([FileName(name)], clock: ManualClock()) { moment(10) }
      await #expect(throws: SourceError.misconfigured("cannot read '\(name)': \(reason)")) {
        try await source.page(question(limit: 10))
      }
    }
  }

  /// By its name and by a pattern.
  @Test(arguments: [false, true])
  func aFileWithSuchANameIsRead(isPattern: Bool) async throws {
    let folder = try TemporaryFolder()
    let path = Array(folder.path.utf8) + Array("/caf".utf8) + [0xE9] + Array(".log".utf8)
    let name = FileName(bytes: path)
    let descriptor = name.withPath { open($0, O_WRONLY | O_CREAT, 0o600) }
    _ = lines([1, 2]).withCString { write(descriptor, $0, strlen($0)) }
    close(descriptor)
    let pattern = FileName("\(folder.path)/caf?.log")
    let source = LogFileSource([isPattern ? pattern : name], clock: ManualClock()) { moment(10) }
    let page = try await source.page(question(limit: 10)).value
    #expect(page.entries.count == 2)
    #expect(page.entries.first?.stream["filename"] == folder.file(#"caf\xE9.log"#))
    #expect(page.entries.first?.stream["job"] == #"caf\xE9"#)
  }
}
