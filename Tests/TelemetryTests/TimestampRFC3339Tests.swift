import Telemetry
import Testing

@Suite struct TimestampRFC3339Tests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2026-11-22T10:25:22Z", 1_795_343_122_000_000_000),
    ("2026-11-22T10:25:22.5z", 1_795_343_122_500_000_000),
    ("2026-11-22T09:57:04.552466694Z", 1_795_341_424_552_466_694),
    ("2026-11-22T10:25:22.1234567899Z", 1_795_343_122_123_456_789),
    ("2026-11-22T11:25:22+01:00", 1_795_343_122_000_000_000),
    ("2026-11-22 05:55:22-04:30", 1_795_343_122_000_000_000),
    ("1969-12-31T23:59:59Z", -1_000_000_000), ("2000-02-29T00:00:00Z", 951_782_400_000_000_000),
    ("2100-03-01T00:00:00Z", 4_107_542_400_000_000_000),
  ])
  func timesAreRead(_ text: String, _ nanoseconds: Int64) {
    #expect(Timestamp(rfc3339: text) == Timestamp(nanoseconds: nanoseconds))
  }

  @Test(arguments: [
    "", "2026-11-22", "2026-11-22T10:25:22", "2026-11-22T10:25:22.Z", "2026-13-22T10:25:22Z",
    "2026-11-22T24:25:22Z", "2026-11-22T10:25:22+0100", "2026-11-22T10:25:22Zx",
    "0001-01-01T00:00:00Z", "9999-01-01T00:00:00Z", "2026-1-22T10:25:22Z", "now",
  ])
  func otherTextsAreNone(_ text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  @Test func daysFollowTheCalendar() {
    var day = Timestamp.daysSinceEpoch(year: 1900, month: 1, day: 1)
    #expect(day == -25_567)
    for year in 1900...2200 {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      for (index, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        .enumerated()
      {
        #expect(Timestamp.daysSinceEpoch(year: year, month: index + 1, day: 1) == day)
        day += length
      }
    }
  }
}
