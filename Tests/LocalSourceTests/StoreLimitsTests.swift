import LocalSource
import Testing

@Suite struct StoreLimitsTests {
  @Test func sixHoursAreKept() {
    #expect(StoreLimits().age == .seconds(21_600))
  }
}
