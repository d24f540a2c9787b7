import FoundationEssentials
import Telemetry
import TestSupport
import Testing

/// Logs that real libraries write, in several time zones.
@Suite struct LogProgramsTests {
  private static let python = inheritedEnvironment()["GOLDTOP_TEST_PYTHON"]
  private static let folder =
    #filePath.split(separator: "/").dropLast().reduce(into: "") { $0 += "/" + $1 } + "/Service"
  private static let id = "0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11"

  /// A file that a program has written, and what it had set.
  private struct Written {
    let path: String
    let level: String
    /// Whether it writes when something happened.
    let hasTime: Bool
    /// When it was at work.
    let span: ClosedRange<Timestamp>
  }

  // `Tests/run` makes that Python and names it; `swift test` alone knows of none.
  @Test(
    .enabled(if: LogProgramsTests.python != nil),
    arguments: ["UTC", "America/New_York", "Asia/Kolkata"]
  )
  func levelTimeAndIDOfLibrariesAreReadAsTheyWereSet(_ zone: String) async throws {
    let python = try #require(Self.python)
    let folder = try TemporaryFolder()
    let files = try await write([python, "\(Self.folder)/log_programs.py"], folder, zone)
    #expect(files.count > 10)
    try await read(files, zone)
    // A stack trace is a part of its entry.
    for file in files where file.path.hasSuffix("/logging.log") {
      let all = try await Program.run(["logs", "--file", file.path], environment: ["TZ": zone])
      #expect(all.output.split(separator: "\n").count { $0.first != " " } == 1, "\(all.output)")
    }
  }

  @Test(arguments: ["UTC", "America/New_York", "Asia/Kolkata"])
  func levelTimeAndIDOfDebiansProgramsAreReadAsTheyWereSet(_ zone: String) async throws {
    let folder = try TemporaryFolder()
    let servers = try await write(["python3", "\(Self.folder)/log_servers.py"], folder, zone)
    #expect(servers.count == 6)
    let libraries = try await write(["node", "\(Self.folder)/log_programs.js"], folder, zone)
    #expect(libraries.count == 4)
    try await read(servers + libraries, zone)
  }

  /// Lets programs write into a folder in a time zone.
  private func write(
    _ command: [String],
    _ folder: TemporaryFolder,
    _ zone: String
  ) async throws -> [Written] {
    let began = Timestamp(seconds: wallClockSeconds() - 2)
    let written = try await TestSupport.run(
      command + [folder.path, Self.id],
      environment: [
        "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "TZ": zone, "LANG": "C.UTF-8",
        "NODE_PATH": "/usr/share/nodejs:/usr/lib/nodejs",
      ]
    )
    #expect(written.end == .exited(0), "\(written.errors)")
    let ended = Timestamp(seconds: wallClockSeconds() + 2)
    return written.output.split(separator: "\n").map { line in
      let words = line.split(separator: " ").map(String.init)
      return Written(
        path: folder.file("\(words[0]).log"),
        level: words.dropFirst().first ?? "",
        hasTime: !words.contains("untimed"),
        span: began...ended
      )
    }
  }

  /// Reads files where they were written, and on a machine of another zone.
  private func read(_ files: [Written], _ zone: String) async throws {
    for reader in [zone, "Pacific/Auckland"] {
      for file in files {
        let read = try await Program.run(
          ["logs", "--file", file.path, "--since", "10m", "--id", Self.id],
          environment: ["TZ": reader]
        )
        let entries = read.output.split(separator: "\n").filter { $0.first != " " }
        let place: Comment = "\(file.path), \(reader): \(read.output) \(read.errors)"
        #expect(!entries.isEmpty, place)
        var levels: Set<Substring> = []
        for entry in entries {
          let words = entry.split(separator: " ")
          levels.insert(words.count > 1 ? words[1] : "")
          // India's IST is marked elsewhere, for Israel and Ireland have one too.
          let time = words.first.flatMap { Timestamp(rfc3339: String($0.drop { $0 == "~" })) }
          if file.hasTime {
            #expect(time.map(file.span.contains) == true, place)
          } else {
            // Nobody knows when that was, and it is said so.
            #expect(words.first?.allSatisfy { $0 == "-" } == true, place)
          }
        }
        #expect(levels.contains(Substring(file.level)), place)
        #expect(
          file.level == "-" || read.output.contains("card declined") || file.path.contains("nginx"),
          place
        )
      }
    }
  }
}
