import Telemetry
import Testing

@Suite struct ZoneOffsetsTests {
  /// Central Europe: summer time from 2026-03-29T01:00Z to 2026-10-25T01:00Z.
  private static func berlin(_ moment: Timestamp) -> Int {
    let summer = Timestamp(rfc3339: "2026-03-29T01:00:00Z") ?? Timestamp(nanoseconds: 0)
    let winter = Timestamp(rfc3339: "2026-10-25T01:00:00Z") ?? Timestamp(nanoseconds: 0)
    return moment >= summer && moment < winter ? 7200 : 3600
  }

  private func zone(
    from start: String = "2026-01-01T00:00:00Z",
    to end: String = "2027-01-01T00:00:00Z"
  ) throws -> ZoneOffsets {
    try ZoneOffsets(
      from: #require(Timestamp(rfc3339: start)),
      to: #require(Timestamp(rfc3339: end)),
      offset: Self.berlin
    )
  }

  @Test(arguments: [
    ("2026-03-29T00:59:59Z", 3600), ("2026-03-29T01:00:00Z", 7200), ("2026-07-01T12:00:00Z", 7200),
    ("2026-10-25T00:59:59Z", 7200), ("2026-10-25T01:00:00Z", 3600),
  ])
  func changesAreFoundToTheSecond(moment: String, seconds: Int) throws {
    #expect(try zone().seconds(at: #require(Timestamp(rfc3339: moment))) == seconds)
  }

  @Test func outsideWhatWasLookedUpTheNearestOffsetHolds() throws {
    let zone = try zone(from: "2026-06-01T00:00:00Z", to: "2026-12-01T00:00:00Z")
    #expect(try zone.seconds(at: #require(Timestamp(rfc3339: "2026-01-01T00:00:00Z"))) == 7200)
    #expect(try zone.seconds(at: #require(Timestamp(rfc3339: "2028-07-01T00:00:00Z"))) == 3600)
  }

  @Test func aZoneWithoutSummerTimeIsOneOffset() {
    #expect(ZoneOffsets(-12_600).seconds(at: Timestamp(nanoseconds: 0)) == -12_600)
    #expect(ZoneOffsets.utc.seconds(at: Timestamp(milliseconds: 1_790_000_000_000)) == 0)
  }
}
