import Logs
import Telemetry
import Testing

/// Where the lines of one request are looked for.
@Suite struct CorrelationSearchTests {
  private let end = Timestamp(seconds: 1_790_000_000)

  @Test func stretchesGoFurtherBackAndOverlapNowhere() {
    let stretches = CorrelationSearch.stretches([.seconds(3600), .seconds(900)], before: end)
    #expect(
      stretches == [
        Stretch(from: end - .seconds(900), to: end),
        Stretch(from: end - .seconds(3600), to: end - .seconds(900)),
      ]
    )
  }

  @Test func anIDThatCarriesItsTimeHasAStretchAroundIt() throws {
    let id = try #require(CorrelationID("019a0000-0000-7000-8000-000000000000"))
    let created = try #require(id.created)
    let stretch = try #require(CorrelationSearch.stretch(of: id))
    #expect(stretch.contains(created) && stretch.contains(created - .seconds(59)))
    #expect(!stretch.contains(created + .seconds(600)))
    #expect(CorrelationSearch.stretch(of: try #require(CorrelationID("order-4711"))) == nil)
  }

  @Test(arguments: [(0, true), (299, true), (300, false), (-1, false)])
  func whatLiesAtTheEdgeMayHaveBegunBeforeIt(_ seconds: Int64, _ hasNeighbour: Bool) {
    let stretch = Stretch(from: end - .seconds(900), to: end)
    let found = CorrelationSearch.neighbour(
      of: stretch,
      oldest: stretch.start + .seconds(seconds)
    )
    let before = Stretch(from: stretch.start - .seconds(300), to: stretch.start)
    #expect(found == (hasNeighbour ? before : nil))
  }
}
