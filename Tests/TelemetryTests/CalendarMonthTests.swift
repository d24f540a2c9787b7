import Telemetry
import Testing

/// Months in a zone.
@Suite struct CalendarMonthTests {
  @Test(arguments: [
    ("2026-11-22T14:02:31Z", 0, "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"),
    ("2026-12-31T23:30:00Z", 3600, "2026-12-31T23:00:00Z", "2027-01-31T23:00:00Z"),
    ("2028-02-29T12:00:00Z", 0, "2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z"),
    ("2026-03-01T00:00:00Z", 0, "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"),
  ]) func itBeginsAndEndsAtMidnight(
    _ now: String,
    _ offset: Int,
    _ start: String,
    _ end: String
  ) throws {
    let month = CalendarMonth(of: try #require(Timestamp(rfc3339: now)), offsetSeconds: offset)
    #expect(month.start == Timestamp(rfc3339: start))
    #expect(month.end == Timestamp(rfc3339: end))
  }
}
