import PromQL
import Testing

@Suite struct StaleMarkerTests {
  @Test func onlyTheMarkersOwnBitsAreStale() {
    #expect(StaleMarker.value.isNaN)
    #expect(StaleMarker.isStale(StaleMarker.value))
    #expect(!StaleMarker.isStale(.nan))
  }
}
