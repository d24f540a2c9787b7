import Testing

@testable import PrometheusAPI

@Suite struct DecimalNumberTests {
  private func parse(_ text: String) -> Double? {
    var text = text
    return text.withUTF8 { DecimalNumber.parse($0) }
  }

  @Test(arguments: [
    "0", "-0", "+0", "1", "470", "123.456", "0.1", "0.30000000000000004", "1e+06", "1E-7", "1.5e3",
    "0.44803001983002844", "52.31513606060606", "9007199254740993", "9007199254740992.5",
    "18446744073709551615", "18446744073709551616", "184467440737095516159", "1e22", "1e23",
    "8.41e+21", "2.2250738585072011e-308", "4.9e-324", "1.7976931348623157e+308", "1e308", "1e400",
    "-1e400", "1e-400", "1e-30000000000", "0.000000000000000000000000000012345", "5e-20", "1.",
    ".5",
    "00012.500", "0.00000000000000000001", "123456789012345678901234567890", "1e+0",
    "7.0064923216240854e-46",
    "1.00000000000000011102230246251565", "1.00000000000000011102230246251566",
  ])
  func numbersAreReadAsTheStandardLibraryReadsThem(_ text: String) throws {
    let value = try #require(parse(text))
    #expect(value.bitPattern == Double(text)?.bitPattern)
  }

  @Test func namesAreReadAsPrometheusWritesThem() {
    #expect(parse("NaN")?.isNaN == true)
    #expect(parse("+Inf") == .infinity)
    #expect(parse("Inf") == .infinity)
    #expect(parse("-Inf") == -.infinity)
  }

  @Test(arguments: [
    "", "+", "-", ".", "e5", "1e", "1e+", "1x", "0x10", "nan", "inf", "infinity", "1 ", " 1", "1,5",
    "--1", "1.2.3", "1e5.0", "N", "Na", "NaNs", "٣",
  ])
  func otherTextsAreNone(_ text: String) {
    #expect(parse(text) == nil)
  }

  @Test func randomNumbersSurviveTheirText() {
    var random = SeededRandom(seed: 7)
    for _ in 0..<40_000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      #expect(parse("\(value)")?.bitPattern == value.bitPattern)
    }
  }

  @Test func randomDecimalsAreRoundedCorrectly() {
    var random = SeededRandom(seed: 11)
    for _ in 0..<60_000 {
      let digits = random.next() >> (random.next() % 64)
      let text = "\(digits)"
      let point = Int(random.next() % UInt64(text.count + 1))
      var decimal = String(text.prefix(point)) + "." + String(text.dropFirst(point))
      if random.next() % 3 == 0 { decimal += "e\(Int(random.next() % 50) - 25)" }
      #expect(parse(decimal)?.bitPattern == Double(decimal)?.bitPattern, "\(decimal)")
    }
  }
}
