import Logs
import Telemetry
import Testing

/// What tells a request apart.
@Suite struct CorrelationIDTests {
  @Test(
    arguments: [
      ("abc", "abc"),
      ("  \"abc-1\", ", "abc-1"),
      ("{01a202d4-0d13-7110-a225-144c5b5a1ad4}", "01a202d4-0d13-7110-a225-144c5b5a1ad4"),
      (
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "4bf92f3577b34da6a3ce929d0e0e4736"
      ),
      ("", nil), ("two words", nil), ("null", nil), ("00000000-0000-0000-0000-000000000000", nil),
      ("é", nil), (String(repeating: "x", count: 129), nil), ("a\u{1B}[31m", nil),
    ] as [(String, String?)]
  )
  func whatIsPastedBecomesTheID(_ text: String, _ expected: String?) {
    #expect(CorrelationID(text)?.text == expected)
  }

  @Test(
    arguments: [
      ("01a202d4-0d13-7110-a225-144c5b5a1ad4", "2026-11-22T10:36:21Z"),
      ("01A202D40D137110A225144C5B5A1AD4", "2026-11-22T10:36:21Z"),
      ("01ARZ3NDEKTSV4RRFFQ69G5FAV", "2016-07-30T23:54:10Z"),
      ("1-67891233-abcdef012345678912345678", "2025-01-16T14:05:39Z"),
      ("6cafe556-9e45-4e85-a2de-c0deccf184de", nil),
      ("ffffffff-ffff-7fff-bfff-ffffffffffff", nil),
      ("4bf92f3577b34da6a3ce929d0e0e4736", nil),
      ("abc", nil),
    ] as [(String, String?)]
  )
  func anIDThatCarriesItsTimeTellsIt(_ text: String, _ expected: String?) {
    let created = CorrelationID(text)?.created
    #expect(created.map { CivilTime($0).rfc3339 } == expected)
  }
}
