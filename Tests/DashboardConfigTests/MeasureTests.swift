import DashboardConfig
import Testing

@Suite struct MeasureTests {
  @Test(arguments: [
    ("5%", 0.05, Measure.Unit.ratio), ("0.1%", 0.001, .ratio), ("100%", 1, .ratio),
    ("250ms", 0.25, .seconds), ("1m30s", 90, .seconds), ("$50", 50, .dollars),
    ("$0.5", 0.5, .dollars), ("64MiB", 67_108_864, .bytes), ("64MB", 67_108_864, .bytes),
    ("512B", 512, .bytes), ("1.5KiB", 1536, .bytes),
  ])
  func readsNumbersWithUnits(text: String, value: Double, unit: Measure.Unit) throws {
    let parsed = try #require(Measure.parse(text))
    #expect(abs(parsed.value - value) < 1e-12)
    #expect(parsed.unit == unit)
  }

  @Test(arguments: [
    "", "5", "%", "$", "-5%", "5 %", "nan%", "inf%", "1e3%", "5x", "$-1", ".5%", "B",
  ])
  func refusesEverythingElse(text: String) {
    #expect(Measure.parse(text) == nil)
  }

  @Test(arguments: [
    (0.05, Measure.Unit.ratio, "5%"), (0.001, .ratio, "0.1%"), (0.07, .ratio, "7%"),
    (0.25, .seconds, "250ms"), (2, .seconds, "2s"), (50, .dollars, "$50"), (0.5, .dollars, "$0.5"),
    (67_108_864, .bytes, "64MiB"), (1000, .bytes, "1000B"),
  ])
  func writesWhatItReads(value: Double, unit: Measure.Unit, text: String) throws {
    #expect(Measure.text(value, unit) == text)
    let parsed = try #require(Measure.parse(text))
    #expect(abs(parsed.value - value) < 1e-12)
  }
}
