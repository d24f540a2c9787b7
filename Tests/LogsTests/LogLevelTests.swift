import Logs
import Testing

@Suite struct LogLevelTests {
  @Test func levelsAreOrderedFromTraceToCritical() {
    #expect(LogLevel.allCases == LogLevel.allCases.sorted())
    #expect(LogLevel.trace < .debug && LogLevel.error < .critical)
  }
}
