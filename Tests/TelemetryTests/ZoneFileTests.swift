import Telemetry
import Testing

/// Zones of the tz database.
@Suite struct ZoneFileTests {
  /// A file of the second version with nothing but a rule.
  private func file(_ rule: String) -> [UInt8] {
    func header(types: UInt8, letters: UInt8) -> [UInt8] {
      Array("TZif2".utf8) + Array(repeating: 0, count: 15) + Array(repeating: 0, count: 16)
        + [0, 0, 0, types, 0, 0, 0, letters]
    }
    let type: [UInt8] = [0, 0, 0, 0, 0, 0]
    return header(types: 1, letters: 1) + type + [0] + header(types: 1, letters: 1) + type + [0]
      + Array("\n\(rule)\n".utf8)
  }

  private func offset(_ zone: ZoneOffsets?, _ time: String) -> Int? {
    Timestamp(rfc3339: time).flatMap { zone?.seconds(at: $0) }
  }

  @Test(arguments: [
    ("EST5EDT,M3.2.0,M11.1.0", "2026-01-15T12:00:00Z", -18_000),
    ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T06:59:59Z", -18_000),
    ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00:00Z", -14_400),
    ("EST5EDT,M3.2.0,M11.1.0", "2026-11-01T05:59:59Z", -14_400),
    ("EST5EDT,M3.2.0,M11.1.0", "2026-11-01T06:00:00Z", -18_000),
    ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T00:59:59Z", 7200),
    ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T01:00:00Z", 3600),
    ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-15T00:00:00Z", 39_600),
    ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-07-15T00:00:00Z", 36_000),
    ("IST-5:30", "2026-07-15T00:00:00Z", 19_800), ("<-03>3", "2026-07-15T00:00:00Z", -10_800),
  ])
  func theRuleOfAZoneIsCarriedOut(_ rule: String, _ time: String, _ expected: Int) {
    #expect(offset(ZoneOffsets(tzFile: file(rule)), time) == expected)
  }

  @Test func whatIsNoZoneIsNone() {
    #expect(ZoneOffsets(tzFile: []) == nil)
    #expect(ZoneOffsets(tzFile: Array("TZif".utf8)) == nil)
    #expect(ZoneOffsets(tzFile: Array("TZif2".utf8) + Array(repeating: 255, count: 100)) == nil)
  }

  @Test(
    arguments: [
      ("UTC", 0), ("+02:00", 7200), ("-0330", -12_600), ("+05", 18_000), ("CET", nil), ("+99", nil),
    ] as [(String, Int?)]
  )
  func anOffsetIsAZone(_ text: String, _ expected: Int?) {
    #expect(ZoneOffsets(offset: text)?.seconds(at: Timestamp(nanoseconds: 0)) == expected)
  }
}
