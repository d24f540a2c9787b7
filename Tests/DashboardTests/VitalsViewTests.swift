import Logs
import Screen
import Signals
import Telemetry
import TestSupport
import Testing

@testable import Dashboard

/// What services run on and wait for.
@Suite struct VitalsViewTests {
  static var shop: SimulatedShop {
    var shop = SimulatedShop(isIncident: true)
    let redis = ["job": "redis", "instance": "redis:9121"]
    let postgres = ["job": "postgres", "instance": "pg:9187"]
    let node = ["job": "node", "instance": "shop-1:9100"]
    let other = ["job": "node", "instance": "shop-2:9100"]
    let process = ["job": "backend", "instance": "shop-1:8000"]
    shop.vitals = [
      ("redis commands", redis, 97), ("redis mean latency", redis, 0.0004),
      ("redis hits", redis, 0.62),
      ("redis memory of its limit", redis, 0.93), ("redis evicted keys", redis, 12),
      ("postgres transactions", postgres, 210), ("postgres rolled back", postgres, 0.01),
      ("postgres hits", postgres, 0.99), ("postgres connections of the limit", postgres, 0.4),
      ("queue messages", ["vhost": "/", "queue": "mails"], 1200),
      ("query p95", ["name": "select"], 0.02), ("query queries", ["name": "select"], 310),
      ("query p95", ["name": "insert"], 0.7), ("query queries", ["name": "insert"], 22),
      ("node cpu", node, 0.95), ("node memory", node, 0.5), ("node fullest file system", node, 0.8),
      ("node file system full in", node, 9000), ("node cpu", other, 0.2),
      ("node memory", other, 0.3),
      ("process cpu", process, 0.4), ("process memory", process, 3e8),
      ("process file descriptors", process, 0.1), ("process longest GC pause", process, 0.002),
    ]
    return shop
  }

  private func desk(_ key: String, size: Size = Size(120, 36)) -> Desk {
    var desk = Desk.settled(Self.shop, Desk.logSettings, size: size)
    desk.press(key)
    // Which metrics there are, then their values.
    for _ in 0..<2 { desk.answer() }
    desk.wait(.seconds(1))
    return desk
  }

  private func text(_ desk: Desk) -> String {
    let grid = desk.model.view()
    return (0..<grid.size.height).map { grid.text(row: $0) }.joined(separator: "\n")
  }

  private func names(_ desk: Desk, _ area: Vital.Area) -> [String] {
    VitalTable(scene: desk.model.scene, area: area).list.rows.map { "\($0.id.kind) \($0.id.name)" }
  }

  @Test func whatIsWorstComesFirst() {
    let dependencies = names(desk("3"), .dependencies)
    #expect(Set(dependencies.prefix(2)) == ["query insert", "redis redis:9121"])
    #expect(
      Set(dependencies) == [
        "query insert", "query select", "redis redis:9121", "postgres pg:9187", "queue mails /",
      ]
    )
    #expect(names(desk("4"), .resources).first == "node shop-1:9100")
  }

  @Test func oneQuestionAColumnOfWhatIsThere() {
    let desk = desk("4")
    let asked = desk.model.plan.polls.map(\.id.text).filter { $0.hasPrefix("vitals.") }
    #expect(
      Set(asked) == [
        "vitals.resources.metrics", "vitals.resources.cpu", "vitals.resources.cpu.range",
        "vitals.resources.memory", "vitals.resources.memory.range", "vitals.resources.disk",
        "vitals.resources.disk.range", "vitals.resources.descriptors",
        "vitals.resources.descriptors.range", "vitals.resources.lag", "vitals.resources.full_in",
      ]
    )
    #expect(Set(asked).count == asked.count)
  }

  @Test func aRowIsAsHotAsTheWorstOfItsVitals() throws {
    let scene = desk("4").model.scene
    func levels(_ instance: String) throws -> Set<HeatStrip.Level> {
      let rows = scene.world.vitals.rows(in: .resources)
      let row = try #require(rows.first { $0.id.labels["instance"] == instance })
      return Set(VitalHeat(scene).levels(of: row).compactMap(\.self))
    }
    #expect(try levels("shop-1:9100") == [.critical])
    #expect(try levels("shop-2:9100") == [.calm])
    // Cores and bytes have no bounds; of a hundred descriptors ten are open.
    #expect(try levels("shop-1:8000") == [.calm])
  }

  @Test func whatFillsUpSaysWhen() {
    let screen = text(desk("4"))
    #expect(screen.contains("▲ 2h"), "\(screen)")
  }

  @Test func aRowHasAPageWithAllItsVitals() throws {
    var desk = desk("3")
    desk.press("/")
    desk.type("redis")
    desk.press("Enter Enter")
    for _ in 0..<2 { desk.answer() }
    #expect(desk.model.journey.here.view == .vitals)
    let screen = text(desk)
    for title in ["commands", "mean latency", "memory of its limit", "evicted keys"] {
      #expect(screen.contains(title), "\(title)")
    }
    let poll = try #require(
      desk.model.plan.polls.first { $0.id.text == "vitals.one.redis commands" }
    )
    guard case .instant(let expression, _) = poll.question else {
      Issue.record("\(poll)")
      return
    }
    #expect(expression.contains(#"instance="redis:9121""#))
    desk.press("Esc")
    #expect(desk.model.journey.here.view == .dependencies)
    #expect(desk.model.journey.here[RowFilter.self].text == "redis")
  }

  @Test func aSlowQueryLeadsToTheLinesThatNameIt() throws {
    var desk = desk("3")
    desk.press("/")
    desk.type("insert")
    desk.press("Enter L")
    #expect(desk.model.logs.plan?.query.filter.text == "insert")
  }

  /// A desk with the story of the request in trouble on screen, at calls that the metrics name or do not.
  private func story(naming call: String?) -> Desk {
    var shop = Self.shop
    if let call {
      shop.vitals.append(("call p95", ["name": call], 5))
      shop.vitals.append(("call calls", ["name": call], 3))
    }
    var desk = Desk.settled(shop, Desk.logSettings)
    desk.press("7")
    desk.bring(.history(ShopLines.story(), isComplete: true))
    desk.press("g R")
    desk.bring(.history(ShopLines.story(), isComplete: true))
    return desk
  }

  @Test func aStoryLeadsToWhatItWaitedFor() throws {
    var desk = story(naming: "card provider")
    desk.press("P")
    #expect(desk.model.journey.here.view == .dependencies)
    #expect(desk.model.timeline.cursor != nil)
    for _ in 0..<2 { desk.answer() }
    desk.wait(.seconds(1))
    let list = VitalTable(scene: desk.model.scene, area: .dependencies).list
    #expect(list.selectedRow?.id.name == "card provider")
    #expect(text(desk).contains("card provider is named in the line after 5.0"), "\(desk.row(35))")
    desk.press("Esc")
    #expect(desk.model.journey.here.view == .story)
  }

  @Test func whatNoMetricNamesIsSaid() {
    var desk = story(naming: nil)
    desk.press("P")
    for _ in 0..<2 { desk.answer() }
    desk.wait(.seconds(1))
    #expect(text(desk).contains("no dependency is named in this line"))
  }

  @Test func aLineOfAStoryThatDidNotWaitLeadsToItsEndpoint() {
    var desk = story(naming: "card provider")
    desk.press("j k P")
    #expect(desk.model.journey.here.view == .endpoint)
  }

  @Test func whatAServerHasNoneOfIsSaid() {
    var desk = Desk.settled(SimulatedShop(), Desk.settings)
    desk.press("4")
    desk.answer()
    #expect(text(desk).contains("no metrics of machines, processes or containers"))
  }

  @Test(arguments: [Size(40, 12), Size(80, 24), Size(120, 36), Size(200, 50)])
  func screensLookAsRecorded(_ size: Size) throws {
    try Golden.expect(desk("3", size: size).model.view(), "pages/dependencies-view")
    var desk = desk("4", size: size)
    try Golden.expect(desk.model.view(), "pages/resources")
    desk.press("Enter")
    for _ in 0..<2 { desk.answer() }
    try Golden.expect(desk.model.view(), "pages/vitals")
  }
}
