import Demo
import Testing

@Suite struct DemoSeedTests {
  @Test func seedsOfEqualValueAreEqual() {
    #expect(DemoSeed(7) == DemoSeed(7))
    #expect(DemoSeed(7) != DemoSeed(8))
  }
}
