import Glibc
import Screen
import TestSupport
import Testing

/// `goldtop logs`, as a shell and a terminal see it.
@Suite struct LogsCommandTests {
  private static func line(_ second: Int, _ level: String = "info", _ more: String = "") -> String {
    let clock = second < 10 ? "0\(second)" : "\(second)"
    return
      #"{"time":"2026-03-01T12:00:\#(clock)Z","level":"\#(level)","msg":"m\#(second)"\#(more)}"#
      + "\n"
  }

  private func append(_ text: String, to path: String) throws {
    guard let stream = fopen(path, "a") else { throw SystemFailure("open \(path)") }
    defer { fclose(stream) }
    fputs(text, stream)
  }

  @Test func filesAreMergedInOrderOfTime() async throws {
    let folder = try TemporaryFolder()
    let odd = try folder.write([1, 3, 5].map { Self.line($0) }.joined(), to: "odd.log")
    let even = try folder.write([2, 4].map { Self.line($0) }.joined(), to: "even.log")
    let result = try await Program.run(["logs", "--file", odd, "--file", even])
    #expect(result.end == .exited(0))
    #expect(result.errors == "")
    #expect(
      result.output.split(separator: "\n") == [
        "2026-03-01T12:00:01.000Z INFO  odd m1", "2026-03-01T12:00:02.000Z INFO  even m2",
        "2026-03-01T12:00:03.000Z INFO  odd m3", "2026-03-01T12:00:04.000Z INFO  even m4",
        "2026-03-01T12:00:05.000Z INFO  odd m5",
      ]
    )
  }

  @Test func whatIsNotThereEndsWithOne() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.line(1), to: "app.log")
    let result = try await Program.run(["logs", "--file", path, "--level", "error"])
    #expect(result.end == .exited(1))
    #expect(result.output == "")
    #expect(result.errors == "goldtop: no lines\n")
    let missing = try await Program.run(["logs", "--file", folder.file("no.log")])
    #expect(missing.end == .exited(2))
    #expect(missing.errors.contains("No such file or directory"))
  }

  @Test func aServerThatIsNotThereEndsWithThree() async throws {
    let result = try await Program.run(["logs", "--loki", "http://127.0.0.1:1"])
    #expect(result.end == .exited(3))
    #expect(result.output == "")
    #expect(result.errors.contains("refused"))
  }

  @Test func theLimitTakesTheNewestLines() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write((1...50).map { Self.line($0) }.joined(), to: "app.log")
    let result = try await Program.run(
      ["logs", "--file", path, "--limit", "2", "--output", "raw"]
    )
    #expect(result.output == Self.line(49) + Self.line(50))
  }

  @Test func aReaderThatGoesAwayEndsItQuietly() async throws {
    let folder = try TemporaryFolder()
    let lines = (0..<20_000).map { Self.line($0 % 60) }.joined()
    let path = try folder.write(lines, to: "app.log")
    let result = try await TestSupport.run(
      [
        "/bin/sh", "-c",
        "'\(Program.path)' logs --file '\(path)' | head -n 1; echo ${PIPESTATUS:-end}",
      ],
      environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path]
    )
    #expect(result.errors == "")
    #expect(result.output.contains("m0"))
  }

  @Test func aPipeIsReadToItsEnd() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("plain one\n" + Self.line(2) + "no end", to: "app.log")
    let result = try await TestSupport.run(
      ["/bin/sh", "-c", "cat '\(path)' | '\(Program.path)' logs --file - --output raw"],
      environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path]
    )
    #expect(result.output.split(separator: "\n").count == 3)
    #expect(result.end == .exited(0))
  }

  @Test func aTerminalShowsEveryLineThroughARotation() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.line(1), to: "app.log")
    let terminal = try Program.open(["logs", "--file", path, "--follow"], size: Size(100, 30))
    try await terminal.waitFor(text: "m1")
    try append(Self.line(2, "error", #","x":"\u001b[2J""#), to: path)
    let screen = try await terminal.waitFor(text: "m2")
    #expect(screen.line(with: "m2")?.contains("ERROR app m2 x=␛[2J") == true)
    rename(path, path + ".1")
    try append(Self.line(3), to: path + ".1")
    try append(Self.line(4), to: path)
    try await terminal.waitFor("the lines around the rotation") {
      $0.contains("m3") && $0.contains("was replaced by a new file") && $0.contains("m4")
    }
    truncate(path, 0)
    try append(Self.line(5), to: path)
    try await terminal.waitFor("the line after the cut") {
      $0.contains("was truncated") && $0.contains("m5")
    }
  }
}
