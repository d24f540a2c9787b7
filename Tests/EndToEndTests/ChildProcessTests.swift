import Glibc
import TestSupport
import Testing

@Suite struct ChildProcessTests {
  @Test func outputAndExitCodeAreKept() async throws {
    let (end, output, errors) = try await run(["sh", "-c", "echo out; echo err >&2; exit 3"])
    #expect(end == .exited(3))
    #expect(output == "out\n")
    #expect(errors == "err\n")
  }

  @Test func theGroupGoesWithTheValue() async throws {
    var child: ChildProcess? = try ChildProcess(["sh", "-c", "sleep 600 & echo $!; wait"])
    let inner = try await eventually("inner process") {
      child?.output.split(separator: "\n").first.flatMap { pid_t($0) }
    }
    child = nil
    _ = try await eventually("end of the inner process") {
      // A dead process whose new parent has not looked yet still has its id.
      let state = textOfFile("/proc/\(inner)/stat").split(separator: " ").dropFirst(2).first
      return state == nil || state == "Z" ? true : nil
    }
  }

  @Test func aMissingProgramSaysHowToGetIt() {
    #expect {
      try ChildProcess(["no-such-program-here"])
    } throws: { error in
      "\(error)".contains("no-such-program-here") && "\(error)".contains("Tests/run")
    }
  }

  @Test func anUnfulfilledConditionSaysWhatWasThere() async {
    await #expect {
      _ = try await eventually("rain", within: .milliseconds(50), last: { "sun" }) { () -> Int? in
        nil
      }
    } throws: { error in
      "\(error)".contains("no rain") && "\(error)".contains("sun")
    }
  }
}
