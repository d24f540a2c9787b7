import Telemetry
import Testing

@Suite struct UnitTests {
  @Test(
    arguments: [
      (.seconds, 0.038, "38 ms"), (.seconds, 1.24, "1.24 s"), (.seconds, 0.412, "412 ms"),
      (.seconds, 0.0042, "4.2 ms"), (.seconds, 0, "0 s"), (.seconds, 12.34, "12.3 s"),
      (.seconds, 125, "2m05s"), (.seconds, 59.96, "1m00s"), (.seconds, 0.9996, "1.00 s"),
      (.seconds, 3725, "1h02m"), (.seconds, 97_200, "1d03h"), (.seconds, 1e7, "115d"),
      (.seconds, 0.00012, "120 µs"), (.seconds, 3e-9, "3.0 ns"), (.seconds, -0.038, "-38 ms"),
      (.seconds, 9.996, "10.0 s"), (.seconds, 1e300, "1e300 s"),
      (.ratio, 0.064, "6.4 %"), (.ratio, 0.0003, "0.03 %"), (.ratio, 0, "0 %"),
      (.ratio, 1, "100 %"),
      (.ratio, 0.99999, "99.9 %"), (.ratio, 0.00001, "<0.01 %"), (.ratio, 0.62, "62.0 %"),
      (.ratio, 2.5, "250 %"), (.ratio, -0.1, "-10.0 %"), (.ratio, 0.000996, "0.1 %"),
      (.none, 142, "142"), (.none, 0, "0"), (.none, 1.5, "1.5"), (.none, 0.25, "0.25"),
      (.none, 3.2e-7, "3.2e-7"), (.none, 12_345, "12.3k"), (.none, 1e308, "1e308"),
      (.none, -7, "-7"),
      (.none, 0.0123, "0.0123"), (.none, 1e-5, "1e-5"),
      (.count, 1_200_000, "1.2M"), (.count, 310_000, "310k"), (.count, 9999, "9999"),
      (.count, 9999.6, "10k"), (.count, 3, "3"), (.count, 3.4, "3.4"), (.count, 0.01, "<0.1"),
      (.count, 2e9, "2G"), (.count, 999_950_000, "1G"), (.count, 5e12, "5T"),
      (.count, -12_000, "-12k"),
      (.tokens, 1_200_000, "1.2M tok"),
      (.perSecond(of: ""), 9.1, "9.1/s"), (.perSecond(of: "req"), 142, "142 req/s"),
      (.perSecond(of: ""), 0.42, "0.42/s"), (.perSecond(of: ""), 0, "0/s"),
      (.perSecond(of: "req"), 0.0001, "<0.01 req/s"), (.perSecond(of: ""), 15_500, "15.5k/s"),
      (.bytes, 0, "0 B"), (.bytes, 512, "512 B"), (.bytes, 51_861_736_653, "48.3 GiB"),
      (.bytes, 1024, "1.00 KiB"), (.bytes, 1_048_064, "1.00 MiB"), (.bytes, 1e30, "867G EiB"),
      (.bytes, -2048, "-2.00 KiB"), (.bytes, 1.5, "1.5 B"),
      (.bytesPerSecond, 300, "300 B/s"), (.bytesPerSecond, 3_145_728, "3.00 MiB/s"),
      (.money(currency: "USD"), 1.84, "$1.84"), (.money(currency: "EUR"), 0, "€0.00"),
      (.money(currency: "USD"), 0.0042, "$0.0042"), (.money(currency: "USD"), -18.8, "-$18.80"),
      (.money(currency: "CHF"), 1.84, "CHF 1.84"), (.money(currency: "USD"), 12_345, "$12.3k"),
      (.money(currency: "USD"), 1e-9, "$<0.0001"),
      (.moneyPerHour(currency: "USD"), 1.84, "$1.84/h"),
    ] as [(Unit, Double, String)]
  )
  func valuesReadShort(unit: Unit, value: Double, text: String) {
    #expect(unit.format(value).text == text)
  }

  @Test(arguments: [
    Unit.none, .seconds, .ratio, .count, .tokens, .perSecond(of: "req"), .bytes, .bytesPerSecond,
    .money(currency: "USD"), .moneyPerHour(currency: "USD"),
  ])
  func whatIsNoNumberIsSaid(unit: Unit) {
    #expect(unit.format(.nan).text == "–")
    #expect(unit.format(.infinity).text.hasPrefix("∞"))
    #expect(unit.format(-.infinity).text.hasPrefix("-∞"))
    #expect(unit.axisLabel(.nan, step: 1) == "–")
  }

  /// A reader must never take something for nothing, nor see a wall of digits.
  @Test(arguments: [
    Unit.none, .seconds, .ratio, .count, .perSecond(of: ""), .bytes, .money(currency: "USD"),
  ])
  func everySizeStaysShortAndNothingReadsAsZeroButZero(unit: Unit) {
    var wrong: [String] = []
    var value = 1e-30
    while value < 1e30 {
      for factor in [1, 1.24, 4.999, 9.949, 9.96, 9.9951, 9.9999] {
        let text = unit.format(value * factor).text
        if text.count > 10 { wrong.append("\(value * factor): \(text)") }
        let digits = text.filter { ("0"..."9").contains($0) }
        if digits.allSatisfy({ $0 == "0" }) { wrong.append("\(value * factor): \(text)") }
      }
      value *= 10
    }
    #expect(wrong == [])
  }

  @Test(
    arguments: [
      (.seconds, 0, 0.5, "0"), (.seconds, 0.5, 0.5, "500ms"), (.seconds, 2, 1, "2s"),
      (.seconds, 1.5, 0.5, "1.5s"), (.seconds, 0.0025, 0.0025, "2.5ms"),
      (.seconds, 90, 30, "1m30s"),
      (.seconds, 7200, 3600, "2h"), (.seconds, 5400, 1800, "1h30m"), (.seconds, 60, 60, "1m"),
      (.seconds, 172_800, 86_400, "2d"), (.seconds, 5e-5, 5e-5, "50µs"),
      (.seconds, 5e-8, 5e-8, "50ns"),
      (.ratio, 0.05, 0.05, "5%"), (.ratio, 0, 0.05, "0%"), (.ratio, 0.9995, 0.0005, "99.95%"),
      (.ratio, 1, 0.25, "100%"), (.perSecond(of: "req"), 150, 50, "150"),
      (.none, 0.25, 0.25, "0.25"),
      (.none, 1500, 500, "1.5k"), (.none, 2_500_000, 500_000, "2.5M"), (.count, -20, 10, "-20"),
      (.bytes, 1_073_741_824, 1_073_741_824, "1GiB"), (.bytes, 1536, 512, "1.5KiB"),
      (.bytes, 512, 512, "512B"),
      (.bytesPerSecond, 0, 512, "0"), (.money(currency: "USD"), 2.5, 0.5, "$2.5"),
      (.money(currency: "USD"), 0, 0.5, "$0"), (.money(currency: "EUR"), -20, 10, "-€20"),
      (.none, 3e-17, 0.1, "0"), (.none, 0.30000000000000004, 0.1, "0.3"),
    ] as [(Unit, Double, Double, String)]
  )
  func labelsHaveTheDigitsOfTheirStep(unit: Unit, value: Double, step: Double, text: String) {
    #expect(unit.axisLabel(value, step: step) == text)
  }

  @Test func partsCanBeDrawnApart() {
    let text = Unit.money(currency: "USD").format(-1.5)
    #expect(text.prefix == "-$")
    #expect(text.number == "1.50")
    #expect(text.unit.isEmpty)
    #expect(Unit.ratio.format(0.5).unit == "%")
  }
}
