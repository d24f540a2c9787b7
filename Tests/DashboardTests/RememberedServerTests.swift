import FoundationEssentials
import Signals
import Telemetry
import Testing

@testable import Dashboard

/// What a start takes from an earlier one, and what it keeps for the next.
@Suite struct RememberedServerTests {
  private static func shop(_ services: [(String, String)]) -> SimulatedShop {
    var shop = SimulatedShop()
    shop.employ(services.map { ($0.0, $0.1, [:]) })
    // As far apart as the targets of this shop are scraped.
    for (job, _) in services { shop.beats[job] = (spacing: 5, age: 1) }
    return shop
  }

  private func memories(_ desk: Desk) -> [RememberedServer] {
    desk.effects.compactMap { if case .remember(let server) = $0 { server } else { nil } }
  }

  /// What a first start on a server keeps.
  private func memory(of shop: SimulatedShop) throws -> RememberedServer {
    var desk = Desk(shop, Desk.found)
    for _ in 0..<4 { desk.answer() }
    let kept = memories(desk)
    #expect(kept.count == 1)
    return try #require(kept.first)
  }

  private func isOfIndex(_ poll: Poll) -> Bool {
    if case .labelValues = poll.question { true } else { false }
  }

  @Test func panelsOfAServerThatIsRememberedAreAskedFirst() throws {
    let shop = Self.shop([("backend", "prometheus-client")])
    let server = try memory(of: shop)
    var known = Desk(shop, Desk.found)
    for _ in 0..<4 { known.answer() }
    var desk = Desk(shop, Desk.found, remembered: server)
    #expect(desk.effects == [.poll(desk.model.plan)])
    for id in ["traffic", "latency_p95.range"] {
      #expect(desk.poll(id)?.question == known.poll(id)?.question, "\(id)")
    }
    #expect(!desk.asked.contains("targets"))
    desk.answer { $0.id.text.hasPrefix("traffic") || $0.id.text == "sample_time" }
    #expect(desk.asked.contains("targets"))
    #expect(desk.asked.contains("__name__"))
    #expect(desk.state("traffic") == .fresh)
    #expect(desk.text.contains("req/s"))
    for _ in 0..<3 { desk.answer() }
    #expect(desk.model.plan == known.model.plan)
    #expect(memories(desk).isEmpty, "what is as it was is not written again")
  }

  @Test func severalServicesAreShownFirstAtOnce() throws {
    let shop = Self.shop([("cart", "fastapi-instrumentator"), ("catalog", "micrometer")])
    var server = try memory(of: shop)
    server.scrapeIntervals = ["cart": 5, "catalog": 5]
    let desk = Desk(shop, Desk.found, remembered: server)
    #expect(desk.model.journey.here.view == .services)
    #expect(desk.asked.first.map { $0.hasPrefix("services.") } == true, "\(desk.asked)")
  }

  @Test func whatTheServerSaysTakesThePlaceOfWhatIsRemembered() throws {
    let old = try memory(of: Self.shop([("backend", "prometheus-client")]))
    let shop = Self.shop([("cart", "fastapi-instrumentator"), ("catalog", "micrometer")])
    var desk = Desk(shop, Desk.found, remembered: old)
    #expect(desk.model.journey.here.view == .overview)
    desk.answer { $0.id.text == "traffic" }
    for _ in 0..<4 { desk.answer(isOfIndex) }
    #expect(desk.model.journey.here.view == .services)
    #expect(desk.model.world.services?.map(\.id.value) == ["cart", "catalog"])
    for _ in 0..<4 { desk.answer() }
    #expect(memories(desk) == [try memory(of: shop)])
  }

  @Test func allIsAskedAfterASecondWithoutAnAnswer() throws {
    let shop = Self.shop([("backend", "prometheus-client")])
    var desk = Desk(shop, Desk.found, remembered: try memory(of: shop))
    desk.wait(.milliseconds(900))
    #expect(!desk.asked.contains("targets"))
    desk.wait(.milliseconds(100))
    #expect(desk.asked.contains("targets"))
    #expect(desk.asked.contains("traffic"))
  }

  // Half of the index as it was and half as it is would make two services of one with another name.
  @Test func theTableOfServicesIsNotOpenedForAnIndexThatIsHalfOld() throws {
    let old = try memory(of: Self.shop([("backend", "prometheus-client")]))
    var desk = Desk(Self.shop([("front", "prometheus-client")]), Desk.found, remembered: old)
    desk.answer { $0.id.text == "traffic" }
    for poll in desk.model.plan.polls.filter(isOfIndex) { desk.answer { $0.id == poll.id } }
    for _ in 0..<3 { desk.answer() }
    #expect(desk.model.journey.here.view == .overview)
    #expect(desk.model.world.services?.map(\.id.value) == ["front"])
  }

  @Test func aServerThatIsRememberedAndGoneIsToldAsSuch() throws {
    let server = try memory(of: Self.shop([("backend", "prometheus-client")]))
    var desk = Desk(Self.shop([]), Desk.found, remembered: server)
    desk.fail(.unreachable("refused"))
    #expect(!desk.text.contains("req/s"))
    #expect(desk.state("traffic")?.reason?.contains("refused") == true)
    #expect(memories(desk).isEmpty)
    #expect(desk.state("cache")?.reason?.contains("refused") == true, "not that it has none")
    #expect(!desk.text.contains("missing"), "\(desk.text)")
    #expect(desk.asked.contains("targets"))
    desk.fail(.unreachable("refused"))
    #expect(!server.scrapeIntervals.isEmpty)
    #expect(
      desk.model.world.scrapeIntervals.mapValues(\.inSeconds) == server.scrapeIntervals,
      "what is known of targets is not forgotten"
    )
  }

  @Test func whatIsMissingIsTheServersToSay() throws {
    let shop = Self.shop([("backend", "fastapi-instrumentator")])
    var desk = Desk(shop, Desk.found, remembered: try memory(of: shop))
    #expect(desk.state("cache") == .waiting)
    for _ in 0..<4 { desk.answer() }
    guard case .missing? = desk.state("cache") else {
      Issue.record("\(String(describing: desk.state("cache")))")
      return
    }
  }

  @Test func whatAnotherTableWouldAskForIsNotTaken() throws {
    var server = try memory(of: Self.shop([("backend", "prometheus-client")]))
    server.index.removeLast()
    let desk = Desk(
      Self.shop([("backend", "prometheus-client")]),
      Desk.found,
      remembered: server
    )
    #expect(!desk.asked.contains("traffic"))
    #expect(desk.model.world.services == nil)
  }

  @Test func anIntervalThatCannotBeIsLeftOut() throws {
    var server = try memory(of: Self.shop([("backend", "prometheus-client")]))
    server.scrapeIntervals = ["backend": 1e300, "node": -.infinity, "other": .nan, "redis": 5]
    let desk = Desk(
      Self.shop([("backend", "prometheus-client")]),
      Desk.found,
      remembered: server
    )
    #expect(desk.model.world.scrapeIntervals == ["redis": .seconds(5)])
  }

  // As Mimir and Thanos do.
  @Test func aServerThatTellsOfNoTargetsIsRememberedToo() throws {
    let shop = Self.shop([("backend", "prometheus-client")])
    func heard(_ remembered: RememberedServer?) -> Desk {
      var desk = Desk(shop, Desk.found, remembered: remembered)
      for _ in 0..<4 {
        desk.answer { $0.id != .targets }
        desk.fail(.http(status: 404, message: "not found")) { $0.id == .targets }
      }
      return desk
    }
    let server = try #require(memories(heard(nil)).first)
    #expect(server.scrapeIntervals.isEmpty)
    #expect(!server.index.isEmpty)
    let known = try memory(of: shop)
    #expect(!known.scrapeIntervals.isEmpty)
    #expect(memories(heard(known)).isEmpty, "what is known of targets is not forgotten")
  }

  @Test func aPastStretchIsNotRemembered() {
    var settings = Desk.found
    settings.end = SimulatedShop.now - .seconds(86_400)
    var desk = Desk(Self.shop([("backend", "prometheus-client")]), settings)
    for _ in 0..<4 { desk.answer() }
    #expect(memories(desk).isEmpty)
  }

  @Test func itIsReadAsItWasWritten() throws {
    let services = [("cart", "fastapi-instrumentator"), ("a\"b", "micrometer")]
    let server = try memory(of: Self.shop(services))
    let data = try JSONEncoder().encode(server)
    #expect(try JSONDecoder().decode(RememberedServer.self, from: data) == server)
  }
}
