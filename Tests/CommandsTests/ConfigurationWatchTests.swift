import Dashboard
import DashboardConfig
import TestSupport
import Testing

@testable import Commands

@Suite struct ConfigurationWatchTests {
  private func stamp(_ size: Int) -> LocalFile.Stamp {
    LocalFile.Stamp(modified: [0], size: size, inode: 1)
  }

  @Test func aChangeIsToldOnce() {
    var looks = FileLooks(known: stamp(1))
    #expect(looks.take(stamp(1)) == nil)
    #expect(looks.take(stamp(2)) == .changed)
    #expect(looks.take(stamp(2)) == nil)
  }

  @Test func aFileThatIsAwayForALookIsNoChange() {
    var looks = FileLooks(known: stamp(1))
    #expect(looks.take(nil) == nil)
    #expect(looks.take(stamp(1)) == nil)
  }

  @Test func aFileThatStaysAwayIsGoneAndMayComeBack() {
    var looks = FileLooks(known: stamp(1))
    #expect([looks.take(nil), looks.take(nil), looks.take(nil)] == [nil, .gone, nil])
    #expect(looks.take(stamp(1)) == .changed)
  }

  @Test func aFileThatNeverWasIsNotGone() {
    var looks = FileLooks(known: nil)
    #expect([looks.take(nil), looks.take(nil), looks.take(nil)] == [nil, nil, nil])
    #expect(looks.take(stamp(1)) == .changed)
  }

  private func settings(_ flags: [String: String]) throws -> Settings {
    let server = ["prometheus": "http://127.0.0.1:9090"]
    let resolution = SettingsResolution(
      ConfigSources(flags: server.merging(flags) { $1 }),
      vocabulary: ConfigVocabulary()
    )
    return try #require(resolution.settings)
  }

  @Test func whatIsUsedOnceAtTheStartIsNamed() throws {
    let initial = try settings([:])
    let changed = try settings(["theme": "light", "ascii": "", "range": "1h"])
    #expect(changed.needingNewStart(since: initial) == ["theme", "ascii"])
    #expect(initial.needingNewStart(since: initial).isEmpty)
  }
}
