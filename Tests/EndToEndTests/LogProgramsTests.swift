import FoundationEssentials
import Telemetry
import TestSupport
import Testing

/// Logs that real libraries write, in several time zones.
@Suite struct LogProgramsTests {
  private static let python = inheritedEnvironment()["GOLDTOP_TEST_PYTHON"]
  private static let script =
    #filePath.split(separator: "/").dropLast().reduce(into: "") { $0 += "/" + $1 }
    + "/Service/log_programs.py"
  private static let id = "0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11"

  // `Tests/run` makes that Python and names it; `swift test` alone knows of none.
  @Test(
    .enabled(if: LogProgramsTests.python != nil),
    arguments: ["UTC", "America/New_York", "Asia/Kolkata"]
  )
  func levelTimeAndIDAreReadAsTheyWereSet(_ zone: String) async throws {
    let folder = try TemporaryFolder()
    let began = Timestamp(seconds: wallClockSeconds() - 2)
    let written = try await TestSupport.run(
      [try #require(Self.python), Self.script, folder.path, Self.id],
      environment: ["PATH": "/usr/bin:/bin", "TZ": zone, "LANG": "C.UTF-8"]
    )
    #expect(written.end == .exited(0), "\(written.errors)")
    let ended = Timestamp(seconds: wallClockSeconds() + 2)
    let names = written.output.split(separator: "\n")
    #expect(names.count > 7)
    // Read where it was written, and on a machine of another zone.
    for reader in [zone, "Pacific/Auckland"] {
      for name in names {
        let read = try await Program.run(
          ["logs", "--file", folder.file("\(name).log"), "--since", "10m"],
          environment: ["TZ": reader]
        )
        let line = read.output.split(separator: "\n").first ?? ""
        let words = line.split(separator: " ")
        let time = words.first.flatMap { Timestamp(rfc3339: String($0)) }
        #expect(time.map { began <= $0 && $0 <= ended } == true, "\(name), \(reader): \(line)")
        #expect(words.dropFirst().first == "ERROR", "\(name): \(line)")
        #expect(line.contains(Self.id) && line.contains("card declined"), "\(name): \(line)")
        // A stack trace is a part of its entry.
        let starts = read.output.split(separator: "\n").filter { $0.first != " " }
        #expect(starts.count == 1, "\(name): \(read.output)")
      }
    }
  }
}
