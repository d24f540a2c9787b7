import Signals
import Telemetry
import Testing

@testable import Dashboard

/// The part of the system that is looked at.
@Suite struct ScopeTests {
  @Test func aScopeIsMatchersInEveryExpressionOfTheService() throws {
    var desk = Desk.settled()
    desk.model.journey.here.scope.service = ServiceID("job", "cart")
    desk.model.journey.here.scope.endpoint = Endpoint(Route("/pay"))
    desk.press("t")
    desk.answer()
    for id in ["traffic", "latency_buckets"] {
      let expression = try #require(desk.instant(id)?.expression)
      #expect(expression.contains(#"job="backend",job="cart",endpoint="/pay""#), "\(expression)")
    }
  }

  @Test func itIsInheritedByPlacesThatAreOpened() throws {
    var desk = Desk.settled()
    desk.model.journey.here.scope.instance = "10.0.0.1:8080"
    desk.press("Tab Tab f")
    #expect(desk.model.fullScreen == "traffic")
    let expression = try #require(desk.instant("traffic")?.expression)
    #expect(expression.contains(#"instance="10.0.0.1:8080""#))
    desk.press("Esc")
    #expect(desk.model.journey.here.scope.instance == "10.0.0.1:8080")
  }

  @Test func withoutAnythingItAddsNothing() {
    #expect(Scope().matchers.isEmpty)
  }

  @Test func aSingleEndpointIsLookedAtOverALongerWindow() {
    let desk = Desk.settled()
    var scope = Scope()
    scope.endpoint = Endpoint(Route("/pay"))
    let planner = desk.model.scene.planner
    #expect(planner.makeQueryContext().liveWindow < .seconds(300))
    #expect(planner.makeQueryContext(within: scope).liveWindow == .seconds(300))
  }
}
