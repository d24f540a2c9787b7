import Telemetry
import Testing

@Suite struct DurationTextTests {
  @Test(arguments: [
    (0, "0s"), (250, "250ms"), (5000, "5s"), (90_000, "1m30s"), (5_400_000, "1h30m"),
    (86_400_000, "1d"), (604_800_000, "7d"), (31_536_000_000, "365d"),
    (93_784_005, "1d2h3m4s5ms"), (-1500, "-1s500ms"),
  ])
  func writesAsPrometheusDoes(milliseconds: Int, text: String) {
    #expect(Duration.milliseconds(milliseconds).prometheusText == text)
  }

  @Test(arguments: [
    ("0", 0), ("0s", 0), ("5s", 5000), ("1h30m", 5_400_000), ("500ms", 500), ("1m", 60_000),
    ("1y", 31_536_000_000), ("2w", 1_209_600_000), ("1d2h3m4s5ms", 93_784_005), ("007s", 7000),
  ])
  func readsWhatPrometheusReads(text: String, milliseconds: Int) {
    #expect(Duration(prometheusText: text) == .milliseconds(milliseconds))
  }

  @Test(arguments: [
    "", "5", "s", "5 s", " 5s", "5s ", "-5s", "+5s", "1.5h", "5S", "5sec", "1m1h", "1s1s", "1ms1s",
    "5s5", "٥s", "9223372036854775807s", "99999999999999999999s", "300y", "1h-5m", "5µs",
  ])
  func refusesEverythingElse(text: String) {
    #expect(Duration(prometheusText: text) == nil)
  }

  @Test func whatIsWrittenReadsBackTheSame() {
    var milliseconds = 1
    while milliseconds < 1_000_000_000_000 {
      let duration = Duration.milliseconds(milliseconds)
      #expect(Duration(prometheusText: duration.prometheusText) == duration)
      milliseconds = milliseconds * 7 + 3
    }
  }

  @Test func lessThanAMillisecondIsNothing() {
    #expect(Duration.microseconds(900).prometheusText == "0s")
  }
}
