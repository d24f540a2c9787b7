import Telemetry
import Testing

@Suite struct UnitTimeTests {
  @Test(arguments: [
    (0, "0s"), (59, "59s"), (60, "1m00s"), (192, "3m12s"), (599, "9m59s"), (600, "10m"),
    (671, "11m"),
    (3599, "59m"), (3600, "1h"), (86_399, "23h"), (86_400, "1d"), (400_000, "4d"), (-5, "0s"),
  ])
  func agesAreRoundedDown(seconds: Int, text: String) {
    #expect(Duration.seconds(seconds).ageText == text)
  }

  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
      (1_709_251_199, "2024-02-29T23:59:59Z"), (1_735_689_599, "2024-12-31T23:59:59Z"),
      (4_107_542_400, "2100-03-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
      (-2_208_988_800, "1900-01-01T00:00:00Z"), (9_223_372_036, "2262-04-11T23:47:16Z"),
    ] as [(Int64, String)]
  )
  func datesAreThoseOfTheGregorianCalendar(seconds: Int64, text: String) {
    #expect(CivilTime(Timestamp(milliseconds: seconds * 1000)).rfc3339 == text)
  }

  @Test func everyDayFollowsTheOneBefore() {
    // 400 years have every case that the calendar knows.
    var (year, month, day) = (1970, 1, 1)
    var wrong: [Int] = []
    for number in 0..<(106_000) {
      let time = CivilTime(Timestamp(milliseconds: Int64(number) * 86_400_000))
      if (time.year, time.month, time.day) != (year, month, day) { wrong.append(number) }
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
      day += 1
      if day > length { (day, month) = (1, month + 1) }
      if month > 12 { (month, year) = (1, year + 1) }
    }
    #expect(wrong.isEmpty)
  }

  @Test func zonesShiftTheClock() {
    let moment = Timestamp(milliseconds: 1_743_429_751_042)
    #expect(CivilTime(moment).clock == "14:02:31")
    #expect(CivilTime(moment).millisecond == 42)
    let berlin = CivilTime(moment, offsetSeconds: 7200)
    #expect(berlin.clock == "16:02:31")
    #expect(berlin.hourMinute == "16:02")
    #expect(berlin.monthDayHourMinute == "03-31 16:02")
    #expect(berlin.rfc3339 == "2025-03-31T16:02:31+02:00")
    #expect(berlin.zoneName == "+02:00")
    let west = CivilTime(moment, offsetSeconds: -52_200)
    #expect(west.monthDayHourMinute == "03-30 23:32")
    #expect(west.zoneName == "-14:30")
    #expect(CivilTime(moment).zoneName == "UTC")
  }

  @Test func theEndsOfTimeDoNotTrap() {
    #expect(CivilTime(Timestamp(nanoseconds: .max)).year == 2262)
    #expect(CivilTime(Timestamp(nanoseconds: .min), offsetSeconds: -86_400).year == 1677)
  }
}
