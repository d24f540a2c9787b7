import Testing

@testable import Commands

@Suite struct GoldtopTests {
  @Test func statusesAreWhatIsPromised() {
    #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 70])
  }

  @Test(arguments: [
    ["--no-such-flag"], ["snapshot", "--output", "paper", "--prometheus", "http://127.0.0.1:1"],
    ["snapshot", "--size", "wide", "--prometheus", "http://127.0.0.1:1"],
    ["snapshot", "--prometheus", "not a url"], ["config", "check", "--range", "3m"],
  ])
  func wrongUsageEndsWithTwo(arguments: [String]) async {
    #expect(await Goldtop.run(arguments) == ExitStatus.usage.rawValue)
  }

  @Test func aRefusedConnectionEndsASnapshotWithThree() async {
    let arguments = ["snapshot", "--prometheus", "http://127.0.0.1:1", "--size", "40x12"]
    #expect(await Goldtop.run(arguments) == ExitStatus.unreachable.rawValue)
  }
}
