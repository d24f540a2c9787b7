import LocalSource
import Testing

@testable import Commands

@Suite struct LoopbackSearchTests {
  @Test func whatIsFoundIsToldByJobAndPort() throws {
    let targets = [
      try ScrapeAddress("9100", job: "node"), try ScrapeAddress("8500", job: "shop"),
    ]
    #expect(LoopbackSearch.summary(of: targets) == "found node :9100, shop :8500")
  }
}
