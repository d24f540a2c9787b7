import Logs
import Screen
import Signals
import Telemetry
import TestSupport
import Testing

@testable import Dashboard

/// The table of endpoints, the page of one, and the ways between them and the log lines.
@Suite struct RequestsViewTests {
  static var shop: SimulatedShop {
    var shop = SimulatedShop(isIncident: true)
    shop.endpoints = [
      ("GET /products/{id}", figures(60, 0.001, 0.02, 0.06)),
      ("GET /", figures(40, 0, 0.01, 0.04)),
      ("POST /checkout", figures(4, 0.31, 0.9, 5.2)),
      ("POST /pay", figures(3, 0.02, 0.4, 1.3)),
      ("GET /orders/1001", figures(10, 0, 0.1, 0.2)),
      ("GET /orders/1002", figures(20, 0.5, 0.1, 0.3)),
      ("GET /orders/1003", figures(10, 0, 0.1, 0.1)),
      ("GET /reports", figures(0, .nan, .nan, .nan)),
    ]
    return shop
  }

  private static func figures(
    _ rate: Double,
    _ errors: Double,
    _ p50: Double,
    _ p95: Double
  ) -> [RequestFigure: Double] {
    [.rate: rate, .errors: errors, .p50: p50, .p95: p95, .p99: p95 * 2]
  }

  private func desk(
    _ shop: SimulatedShop = shop,
    _ settings: DashboardSettings = Desk.logSettings,
    size: Size = Size(120, 36)
  ) -> Desk {
    var desk = Desk.settled(shop, settings, size: size)
    desk.bring(.history(ShopLines.entries(60), isComplete: true))
    desk.press("2")
    desk.answer()
    desk.wait(.seconds(1))
    return desk
  }

  private func names(_ desk: Desk) -> [String] {
    RequestTable(scene: desk.model.scene).list.rows.map(\.id.endpoint.name)
  }

  private func text(_ desk: Desk) -> String {
    let grid = desk.model.view()
    return (0..<grid.size.height).map { grid.text(row: $0) }.joined(separator: "\n")
  }

  // MARK: The table

  @Test func whatIsWorstComesFirstThenWhatIsAskedMost() {
    #expect(
      names(desk()) == [
        "GET /orders/*", "POST /checkout", "POST /pay", "GET /products/{id}", "GET /",
        "GET /reports",
      ]
    )
  }

  @Test func foldedPathsAddUpAndSayHowManyTheyAre() throws {
    let desk = desk()
    let row = try #require(
      desk.model.world.endpoints.rows.first { $0.id.endpoint.route.text == "/orders/*" }
    )
    #expect(row.paths == 3)
    #expect(abs((row.values[.rate] ?? 0) - 40) < 6)
    #expect(abs((row.values[.errors] ?? 0) - 0.25) < 0.1)
    #expect(text(desk).contains("/orders/* (3 paths)"))
    #expect(text(desk).contains("≤"), "percentiles of several are a bound")
  }

  @Test func oneQuestionAColumnWhateverTheNumberOfEndpoints() {
    let desk = desk()
    let asked = desk.model.plan.polls.filter { $0.id.text.hasPrefix("endpoints.") }
    #expect(
      Set(asked.map(\.id.text)) == [
        "endpoints.rate", "endpoints.errors", "endpoints.p50", "endpoints.p95", "endpoints.p99",
        "endpoints.rate.range", "endpoints.errors.range",
      ]
    )
    #expect(!asked.contains { !$0.isBatchable }, "they travel in one request of each form")
  }

  @Test func theyAreOfTheScopeAndTheWindow() throws {
    var desk = desk()
    desk.model.journey.here.scope.service = ServiceID("job", "cart")
    desk.press("[")
    let poll = try #require(desk.model.plan.polls.first { $0.id.text == "endpoints.rate" })
    guard case .instant(let expression, let moment) = poll.question else {
      Issue.record("\(poll)")
      return
    }
    #expect(expression.contains(#"job="cart""#) && moment != nil)
  }

  @Test func aColumnThatFailsIsSaidWithTheAgeOfTheRest() {
    var desk = desk()
    desk.wait(.seconds(20))
    desk.fail(.timedOut(after: .seconds(10))) { $0.id.text == "endpoints.p95" }
    #expect(text(desk).contains("✗ failed, data 2"))
    #expect(text(desk).contains("no answer within 10s"))
    desk.answer()
    #expect(!text(desk).contains("✗ failed"))
  }

  @Test func aFilterAndAnOrderAreKept() {
    var desk = desk()
    desk.press("/")
    desk.type("ORD")
    #expect(names(desk) == ["GET /orders/*"])
    desk.press("Enter")
    #expect(text(desk).contains("1 of 6 endpoints"))
    desk.press("Enter Esc")
    #expect(names(desk) == ["GET /orders/*"])
  }

  @Test func aLibraryWithoutRoutesSaysSo() {
    var shop = Self.shop
    shop.profile = MetricProfile.all.first { $0.name == "nginx" } ?? shop.profile
    var settings = Desk.settings
    settings.profile = shop.profile
    let desk = desk(shop, settings)
    #expect(text(desk).contains("nginx-prometheus-exporter has no route label"))
    #expect(!desk.model.plan.polls.contains { $0.id.text.hasPrefix("endpoints.") })
  }

  @Test func twoThousandEndpointsAreListed() {
    var shop = Self.shop
    shop.endpoints = (0..<2000).map { index in
      ("GET /\(["a", "b"][index % 2])x\(letters(index / 2))", Self.figures(1, 0, 0.1, 0.2))
    }
    let desk = desk(shop)
    #expect(text(desk).contains("endpoints"))
    #expect(desk.model.world.endpoints.rows.reduce(0) { $0 + $1.paths } == 2000)
  }

  private func letters(_ number: Int) -> String {
    String(number, radix: 10).map { String(UnicodeScalar(UInt8(97 + ($0.wholeNumberValue ?? 0)))) }
      .joined()
  }

  // MARK: One endpoint

  @Test func enterOpensAnEndpointWithItsOwnFiguresAndLines() throws {
    var desk = desk()
    desk.press("Down Enter")
    desk.answer()
    #expect(desk.model.journey.here.view == .endpoint)
    for id in ["traffic", "error_ratio", "latency_buckets", "request_statuses"] {
      let expression = try #require(desk.instant(id)?.expression)
      #expect(expression.contains(#"endpoint="/checkout",method="POST""#), "\(expression)")
    }
    #expect(desk.instant("process_cpu").map { !$0.expression.contains("checkout") } ?? true)
    let plan = try #require(desk.model.logs.plan)
    #expect(plan.query.filter.text == "requests=/checkout")
    desk.press("Esc")
    #expect(desk.model.journey.here.view == .requests)
    #expect(
      RequestTable(scene: desk.model.scene).list.selectedRow?.id.endpoint.name == "POST /checkout"
    )
  }

  @Test func failingRequestsStandBeforeSlowOnesAndLeadToTheirStory() throws {
    var desk = desk()
    desk.press("Down Enter")
    desk.answer()
    let lines = [
      #"{"level":"info","msg":"done","path":"/checkout","status":200,"duration_ms":900,"trace_id":"01a2038f-aaaa-7000-8000-000000000001"}"#,
      #"{"level":"info","msg":"done","path":"/checkout","status":200,"duration_ms":4000,"trace_id":"01a2038f-aaaa-7000-8000-000000000002"}"#,
      #"{"level":"error","msg":"failed","path":"/checkout","status":502,"duration_ms":50,"trace_id":"01a2038f-aaaa-7000-8000-000000000003"}"#,
    ]
    desk.bring(
      .history(
        lines.enumerated().map { ShopLines.entry("backend", $1, desk.now - .seconds(9 - $0)) },
        isComplete: true
      )
    )
    desk.wait(.seconds(1))
    let list = EndpointTable(scene: desk.model.scene).list
    #expect(list.rows.map(\.status) == ["502", "200", "200"])
    #expect(list.rows.map(\.duration) == [.milliseconds(50), .seconds(4), .milliseconds(900)])
    desk.press("Enter")
    #expect(desk.model.journey.here.view == .story)
    guard case .request(let id)? = desk.model.journey.here.subject else {
      Issue.record("no request")
      return
    }
    #expect(id.text == "01a2038f-aaaa-7000-8000-000000000003")
  }

  // MARK: Ways

  @Test func linesOfAnEndpointAreThoseOfItsServiceAndRoute() throws {
    var desk = desk()
    desk.model.journey.here.scope.service = ServiceID("job", "backend")
    desk.press("L")
    #expect(desk.model.journey.here.view == .logs)
    let filter = try #require(desk.model.logs.plan?.query.filter.text)
    #expect(filter == #"{job="backend"} requests=/orders/*"#)
    desk.press("Esc")
    #expect(desk.model.journey.here.view == .requests)
  }

  @Test func linesOfAServiceThatWritesNoneAreThoseOfAllAndItSaysSo() {
    var desk = desk()
    desk.model.journey.here.scope.service = ServiceID("job", "elsewhere")
    desk.press("L")
    #expect(text(desk).contains("no log lines are named 'elsewhere'"))
  }

  @Test func anAlertLeadsToTheLinesThatShareItsLabels() throws {
    var desk = desk()
    desk.press("6 L")
    let filter = try #require(desk.model.logs.plan?.query.filter.text)
    #expect(filter == #"{job="backend"} level>=warn"#)
    desk.press("Esc Enter L")
    #expect(desk.model.logs.plan?.query.filter.text == filter)
    desk.press("Esc Esc")
    #expect(desk.model.journey.here.view == .alerts)
  }

  @Test func aLineLeadsToThePanelsOfItsEndpointAtItsTime() throws {
    var desk = Desk.settled(Self.shop, Desk.logSettings)
    desk.press("7")
    let moment = desk.now - .seconds(600)
    let line =
      #"{"level":"info","msg":"done","method":"GET","path":"/products/77?ref=x","status":200}"#
    desk.bring(.history([ShopLines.entry("backend", line, moment)], isComplete: true))
    desk.press("End P")
    desk.answer()
    desk.wait(.seconds(1))
    let place = desk.model.journey.here
    #expect(place.view == .endpoint)
    #expect(place.scope.endpoint == Endpoint(name: "GET /products/{id}"))
    let cursor = try #require(place.timeline.cursor)
    #expect((cursor - moment) >= .zero && (cursor - moment) <= desk.model.scene.step)
    #expect(!desk.model.plan.polls.contains { $0.id.text == "endpoints.rate" }, "known by now")
    desk.press("Esc")
    #expect(desk.model.journey.here.view == .logs)
  }

  @Test func aPathThatNoRouteFitsIsLookedAtAsItIs() {
    var desk = Desk.settled(Self.shop, Desk.logSettings)
    desk.press("7")
    let line = #"{"level":"info","msg":"done","path":"/nowhere","status":404}"#
    desk.bring(.history([ShopLines.entry("backend", line, desk.now)], isComplete: true))
    desk.press("End P")
    desk.answer()
    desk.wait(.seconds(1))
    #expect(desk.model.journey.here.scope.endpoint == Endpoint(name: "/nowhere"))
    #expect(text(desk).contains("no route of the metrics fits /nowhere"))
  }

  @Test func aCommandOpensTheSameViewElsewhere() throws {
    var desk = desk()
    desk.press("Down Enter")
    guard case .copy(let command)? = desk.press("M").last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(
      command
        == "goldtop --endpoint 'POST /checkout' --from 2026-11-22T13:47:30Z --to 2026-11-22T14:02:30Z"
    )
    desk.press("Esc /")
    desk.type("pay")
    desk.press("Enter")
    guard case .copy(let table)? = desk.press("M").last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(table.hasPrefix("goldtop --view requests --filter pay --from "))
  }

  @Test func theServersOwnPageStandsOnALineOfItsOwn() throws {
    var settings = Desk.logSettings
    settings.prometheusAddress = "http://127.0.0.1:9090/p"
    var desk = desk(Self.shop, settings)
    desk.press("Enter")
    desk.answer()
    guard case .copy(let text)? = desk.press("M").last else {
      Issue.record("nothing was copied")
      return
    }
    let lines = text.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.last?.hasPrefix("# http://127.0.0.1:9090/p/graph?g0.expr=sum%20by%20") == true)
  }

  @Test func whereGrafanaIsItsExploreStandsBelow() throws {
    var settings = Desk.logSettings
    settings.grafana = GrafanaLink(url: "http://grafana:3000")
    var desk = desk(Self.shop, settings)
    func copied(_ keys: String) -> [Substring] {
      guard case .copy(let text)? = desk.press(keys).last else { return [] }
      return text.split(separator: "\n")
    }
    let metrics = copied("M")
    #expect(metrics.count == 2)
    #expect(metrics.last?.hasPrefix("# http://grafana:3000/explore?") == true)
    desk.press("L")
    let lines = copied("M")
    #expect(lines.last?.contains("%22datasource%22%3A%22loki%22") == true)
  }

  @Test func theTitleSaysTheWayHere() {
    var desk = desk()
    #expect(desk.row(0).contains("overview › requests"))
    desk.press("Enter L")
    #expect(desk.row(0).contains("… › requests › endpoint › logs"), "its end says most")
    desk.send(.resized(Size(200, 50)))
    #expect(desk.row(0).contains("overview › requests › endpoint › logs"))
    desk.send(.resized(Size(80, 24)))
    #expect(!desk.row(0).contains("›"), "what is looked at counts for more")
    desk.press("Esc Esc Esc")
    #expect(!desk.row(0).contains("›"))
  }

  /// The server went away while one endpoint was looked at.
  @Test func figuresOfAnEndpointNeverStandForThoseOfAll() {
    var desk = desk()
    desk.press("Enter")
    desk.answer()
    let (now, range) = (PanelQuery.id(.requestStatuses), PanelQuery.id(.requestStatuses, .range))
    #expect(desk.model.world.readings[now] != nil && desk.model.world.readings[range] != nil)
    desk.press("Esc")
    #expect(desk.model.world.readings[now] == nil && desk.model.world.readings[range] == nil)
  }

  @Test func itStartsWhereOneWantsIt() throws {
    var opening = Opening()
    opening.endpoint = Endpoint(name: "POST /pay")
    var desk = Desk(Self.shop, Desk.logSettings)
    desk.model.show(opening)
    #expect(desk.model.journey.here.view == .endpoint)
    #expect(desk.model.journey.here[LogListState.self].search.filter.text == "requests=/pay")
    opening = Opening()
    opening.filter = "level>=error"
    desk = Desk(Self.shop, Desk.logSettings)
    desk.model.show(opening)
    #expect(desk.model.journey.here.view == .logs)
    #expect(desk.model.journey.here[LogListState.self].search.filter.text == "level>=error")
    (opening.view, opening.filter) = ("requests", "pay")
    desk = Desk(Self.shop, Desk.logSettings)
    desk.model.show(opening)
    #expect(desk.model.journey.here[RowFilter.self].text == "pay")
    opening = Opening()
    opening.request = CorrelationID("01a2038f-aaaa-7000-8000-000000000003")
    desk = Desk(Self.shop, Desk.logSettings)
    desk.model.show(opening)
    #expect(desk.model.journey.here.view == .story)
  }

  @Test(arguments: [Size(40, 12), Size(80, 24), Size(120, 36), Size(200, 50)])
  func screensLookAsRecorded(_ size: Size) throws {
    var desk = desk(size: size)
    try Golden.expect(desk.model.view(), "pages/requests")
    desk.press("Down Enter")
    desk.answer()
    desk.bring(.history(ShopLines.entries(60), isComplete: true))
    desk.wait(.seconds(1))
    try Golden.expect(desk.model.view(), "pages/endpoint")
  }
}
