import Screen
import Signals
import Telemetry
import Testing

@testable import Dashboard

/// Guessed profiles on screen, and how they are kept.
@Suite struct GuessTests {
  private static let names = [
    "shop_requests_total", "shop_request_duration_seconds_bucket",
    "shop_request_duration_seconds_count",
  ]

  /// What an index says of a service that counts requests under names of its own.
  private static func answer(_ search: LabelSearch) -> [String] {
    let selector = search.selectors.first ?? ""
    switch search.label {
    case "__name__" where selector.isEmpty: return names
    case "__name__": return selector.contains("status!=") ? ["shop_requests_total"] : []
    case "status": return ["200", "500"]
    default: return ["shop"]
    }
  }

  private func desk(size: Size = Size(120, 36)) -> Desk {
    var shop = SimulatedShop()
    shop.fleet = [
      (
        "shop", "guessed-shop_requests",
        [.rate: 20, .errors: 0.002, .p50: 0.02, .p95: 0.1, .p99: 0.4]
      )
    ]
    let discovery = Discovery()
    shop.labelValues.metadata = ["shop_requests": [MetricMetadata(type: "counter")]]
    while !discovery.round(shop.labelValues).isComplete {
      for search in discovery.round(shop.labelValues).searches {
        shop.labelValues[search] = Self.answer(search)
      }
    }
    let service = discovery.round(shop.labelValues).services.first
    shop.profile = service?.row ?? shop.profile
    var desk = Desk(shop, Desk.found, size: size)
    for _ in 0..<6 { desk.answer() }
    desk.wait(.seconds(1))
    desk.answer()
    return desk
  }

  @Test func metadataAreAskedWhereSomethingIsToBeGuessed() {
    #expect(desk().poll("metadata") != nil)
    #expect(Desk.settled().poll("metadata") == nil)
    var shop = SimulatedShop()
    shop.employ([("cart", "fastapi-instrumentator", [.rate: 20])])
    #expect(Desk.settled(shop, Desk.found).poll("metadata") == nil)
  }

  /// The first round finds one of two, and the other is guessed a moment later.
  @Test func theTableOfServicesOpensOnceGuessesMakeItSeveral() {
    var shop = SimulatedShop()
    let discovery = Discovery()
    func answer(_ search: LabelSearch) -> [String] {
      let selector = search.selectors.first ?? ""
      switch search.label {
      case "__name__" where selector.isEmpty: return Self.names + ["http_requests_total"]
      case "job" where selector.isEmpty: return ["cart", "shop"]
      case "job" where selector.contains("handler!="): return ["cart"]
      case "job" where !selector.contains("shop_request"): return []
      default: return Self.answer(search)
      }
    }
    shop.labelValues.metadata = [:]
    while !discovery.round(shop.labelValues).isComplete {
      for search in discovery.round(shop.labelValues).searches {
        shop.labelValues[search] = answer(search)
      }
    }
    var desk = Desk(shop, Desk.found)
    for _ in 0..<2 { desk.answer() }
    #expect(desk.model.world.services?.filter(\.isMain).count == 1)
    #expect(desk.model.journey.here.view == .overview)
    for _ in 0..<4 { desk.answer() }
    #expect(desk.model.journey.here.view == .services)
    desk.press("Esc")
    desk.wait(.seconds(300))
    desk.answer()
    #expect(desk.model.journey.here.view == .overview, "whoever has left it is not brought back")
  }

  @Test func aServerWithoutMetadataIsGuessedByNames() {
    var desk = desk()
    desk.fail(.http(status: 404, message: "")) { $0.id == .metadata }
    #expect(desk.model.world.services?.first?.row?.name == "guessed-shop_requests")
  }

  @Test func panelsSayThatTheyAreGuessedAndWhy() throws {
    let desk = desk()
    for (panel, reason) in [
      ("traffic", "guessed: shop_requests_total looks like a count of requests"),
      ("errors", "guessed: status has 200, 500: 5.. are errors"),
      ("latency", "guessed: shop_request_duration_seconds is a histogram in s, by its name"),
    ] {
      let content = try #require(desk.content(panel))
      #expect(content.isGuessed, "\(panel)")
      #expect(content.facts.last?.text == reason)
    }
    #expect(desk.content("cache")?.isGuessed == false)
    let title = desk.text.split(separator: "\n").first { $0.contains("Traffic") } ?? ""
    #expect(title.contains("guessed"), "\(desk.text)")
  }

  @Test func theTableOfServicesSaysSoWithTheReason() {
    var desk = desk()
    desk.press("s")
    #expect(desk.row(4).contains("shop               guessed guessed-sh"), "\(desk.row(4))")
    #expect(desk.text.contains("job=shop: guessed: shop_requests_total looks like"))
    #expect(desk.text.contains("status has 200, 500: 5.. are errors"))
    #expect(desk.row(35).contains("K keep"), "\(desk.row(35))")
  }

  @Test(arguments: ["", "s", "s Enter"]) func aKeyShowsAndCopiesTheLinesThatKeepIt(_ way: String) {
    var desk = desk()
    desk.press(way)
    let effects = desk.press("K")
    let lines = """
      {
        "profiles": {
          "shop_requests": {
            "base": "none",
            "requests": "shop_requests_total",
            "request_matchers": "status!=\\"\\"",
            "status_label": "status",
            "error_status": "5..",
            "request_duration": "shop_request_duration_seconds"
          }
        }
      }

      """
    #expect(effects == [.copy(lines)])
    #expect(desk.text.contains(#""status_label": "status","#), "\(desk.text)")
    #expect(desk.text.contains("status has 200, 500: 5.. are errors"))
    desk.press("Esc")
    #expect(!desk.text.contains("status_label"))
  }

  @Test func whatIsNoGuessIsNotKept() {
    var shop = SimulatedShop()
    shop.employ([("cart", "fastapi-instrumentator", [.rate: 20])])
    var desk = Desk.settled(shop, Desk.found)
    #expect(desk.press("K").isEmpty)
    #expect(desk.text.contains("the profile of this service is no guess"))
  }

  @Test func everySizeIsDrawn() {
    for size in [Size(1, 1), Size(10, 3), Size(40, 12), Size(300, 100)] {
      var desk = desk(size: size)
      desk.press("K")
      #expect(desk.model.view().size == size)
    }
  }
}
