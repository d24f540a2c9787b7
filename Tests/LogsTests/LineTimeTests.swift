import Logs
import Telemetry
import Testing

/// The moments that stand in lines.
@Suite struct LineTimeTests {
  private func time(_ line: String, zone: ZoneOffsets = .utc) -> String? {
    let arrival = Timestamp(rfc3339: "2026-01-10T00:00:00Z") ?? Timestamp(nanoseconds: 0)
    let scanner = LineScanner(zone: zone)
    let found = scanner.facts(of: Array(line.utf8), arrival: arrival).timestamp
    return found.map { moment in
      CivilTime(moment).rfc3339.dropLast() + ".\(moment.nanoseconds % 1_000_000_000)"
    }
  }

  @Test(arguments: [
    (#"{"time":"2026-01-02T03:04:05.123456789Z"}"#, "2026-01-02T03:04:05.123456789"),
    (#"{"time":"2026-01-02T03:04:05+01:00"}"#, "2026-01-02T02:04:05.0"),
    (#"{"time":"2026-01-02T03:04:05-0230"}"#, "2026-01-02T05:34:05.0"),
    (#"{"time":1767323045}"#, "2026-01-02T03:04:05.0"),
    (#"{"ts":1767323045.5}"#, "2026-01-02T03:04:05.500000000"),
    (#"{"time":1767323045678}"#, "2026-01-02T03:04:05.678000000"),
    (#"{"time":1767323045678.25}"#, "2026-01-02T03:04:05.678250000"),
    (#"{"time":1767323045678901}"#, "2026-01-02T03:04:05.678901000"),
    (#"{"time":"1767323045678901234"}"#, "2026-01-02T03:04:05.678901234"),
    (#"{"asctime":"2026-01-02 03:04:05,678"}"#, "2026-01-02T03:04:05.678000000"),
    (#"{"@timestamp":"2026-01-02T03:04:05.678Z","time":"never"}"#, "2026-01-02T03:04:05.678000000"),
    ("2026-01-02 03:04:05,678 ERROR x", "2026-01-02T03:04:05.678000000"),
    ("[2026-01-02T03:04:05Z] up", "2026-01-02T03:04:05.0"),
    ("2026/01/02 03:04:05 up", "2026-01-02T03:04:05.0"),
    ("E0102 03:04:05.678901 1 x.go:1] up", "2026-01-02T03:04:05.678901000"),
    ("Jan  2 03:04:05 host app: up", "2026-01-02T03:04:05.0"),
    ("Dec 31 03:04:05 host app: up", "2025-12-31T03:04:05.0"),
    ("[02/Jan/2026:03:04:05 +0100] GET /", "2026-01-02T02:04:05.0"),
    ("time=2026-01-02T03:04:05Z level=info", "2026-01-02T03:04:05.0"),
  ])
  func timesAreReadAsLoggersWriteThem(_ line: String, _ expected: String) {
    #expect(time(line) == expected)
  }

  @Test(arguments: [
    "no time at all in this line", #"{"time":5}"#, #"{"time":"soon"}"#, "2026-13-02 03:04:05 x",
    "9999999999999999999999 x", #"{"time":1e5}"#, #"{"time":-1767323045}"#, "",
  ])
  func whatIsNoTimeIsNone(_ line: String) {
    #expect(time(line) == nil)
  }

  @Test func timesWithoutAZoneAreOfTheClockThatIsToldOf() {
    let zone = ZoneOffsets(3600)
    #expect(time("2026-01-02 03:04:05 x", zone: zone) == "2026-01-02T02:04:05.0")
    #expect(time("2026-01-02 03:04:05Z x", zone: zone) == "2026-01-02T03:04:05.0")
  }

  @Test(arguments: [
    // Chicago's and Shanghai's: the local zone decides, else the more common one.
    (0, "2026-01-02T09:04:05.0"), (-6, "2026-01-02T09:04:05.0"), (8, "2026-01-01T19:04:05.0"),
  ])
  func anAbbreviationOfTwoZonesIsThatOfTheLocalOne(_ hours: Int, _ expected: String) {
    #expect(time("2026-01-02 03:04:05 CST x", zone: ZoneOffsets(hours * 3600)) == expected)
  }

  @Test(arguments: [
    ("Feb 29 03:04:05 host app: up", "2024-02-29T03:04:05.0"),
    ("Jan 10 12:00:00 host app: up", "2026-01-10T12:00:00.0"),
    ("Jan 12 12:00:00 host app: up", "2025-01-12T12:00:00.0"),
    ("01-09 23:59:59.500  1  2 E Tag: x", "2026-01-09T23:59:59.500000000"),
    ("04/05/2025 06:07:08 x", "2025-05-04T06:07:08.0"),
    ("04/05/2025 6:07:08 AM x", "2025-04-05T06:07:08.0"),
    ("12/01/2026 06:07:08 x", "2026-01-12T06:07:08.0"),
  ])
  func whatADateLeavesOpenIsTheNewestThatIsNotInTheFuture(_ line: String, _ expected: String) {
    #expect(time(line) == expected)
  }

  @Test func anEntryOfAFileFallsBackOnItsArrival() {
    let arrival = Timestamp(nanoseconds: 42)
    let entry = LineScanner().entry(arrival: arrival, stream: .empty, line: Array("hello".utf8))
    #expect(entry.timestamp == arrival)
  }
}
