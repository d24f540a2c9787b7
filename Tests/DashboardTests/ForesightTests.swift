import Signals
import Telemetry
import Testing

@testable import Dashboard

/// What is asked while services are being found, and when its answers are shown.
@Suite struct ForesightTests {
  /// A desk on which the names of metrics are known, and which service they belong to is not.
  private func desk(_ profile: String) -> Desk {
    var shop = SimulatedShop()
    shop.employ([("backend", profile, [:])])
    var desk = Desk(shop, Desk.found)
    desk.answer()
    return desk
  }

  private func isOfServices(_ poll: Poll) -> Bool {
    if case .labelValues = poll.question { true } else { false }
  }

  @Test func panelsAreAskedAtOnceAndShownOnceServicesAreKnown() {
    var desk = desk("prometheus-client")
    #expect(desk.asked.contains("traffic"))
    desk.answer { !isOfServices($0) }
    #expect(desk.state("traffic") == .waiting)
    #expect(!desk.text.contains("req/s"))
    #expect(!desk.model.isSettled)
    let asked = desk.poll("traffic")
    desk.answer(isOfServices)
    #expect(desk.model.world.services?.map(\.id.value) == ["backend"])
    #expect(desk.poll("traffic") == asked)
    #expect(desk.state("traffic") == .fresh)
    #expect(desk.text.contains("req/s"))
  }

  @Test func whatWasAskedForAnotherLibraryIsNeverShown() {
    var desk = desk("fastapi-instrumentator")
    desk.answer { !isOfServices($0) }
    let asked = desk.poll("error_ratio")
    desk.answer(isOfServices)
    #expect(desk.model.world.services?.first?.row?.name == "fastapi-instrumentator")
    #expect(desk.poll("error_ratio") != asked)
    #expect(desk.state("errors") == .waiting)
    desk.settle()
    #expect(desk.state("errors") == .fresh)
  }

  @Test func nothingIsAskedForNamesThatAreNotThere() {
    let desk = desk("django-prometheus")
    #expect(!desk.asked.contains("traffic"))
    #expect(desk.asked.contains { $0.hasPrefix("job django_") })
  }

  @Test func guessingWaitsForHowFarApartSamplesAre() {
    var shop = SimulatedShop()
    shop.employ([("backend", "prometheus-client", [:])])
    shop.labelValues[Discovery().nameSearch]? += ["own_requests_total"]
    shop.labelValues[Discovery().jobSearch]? += ["other"]
    var desk = Desk(shop, Desk.found)
    desk.answer()
    desk.answer(isOfServices)
    #expect(desk.model.world.services?.count == 2)
    #expect(desk.asked.contains("samples"))
    #expect(!desk.asked.contains("metadata"))
    desk.answer { $0.id == .samples }
    #expect(desk.asked.contains("metadata"))
  }
}
