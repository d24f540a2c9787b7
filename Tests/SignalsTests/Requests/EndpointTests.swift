import Telemetry
import Testing

@testable import Signals

/// Names of endpoints and what selects their requests.
@Suite struct EndpointTests {
  private static let requests: RequestMetrics = {
    var requests = RequestMetrics()
    (requests.endpointLabel, requests.methodLabel) = ("route", "method")
    return requests
  }()

  @Test(arguments: [
    ("GET /users", "GET", "/users"), ("/users", nil, "/users"), ("GetUser", nil, "GetUser"),
    ("POST /a b", "POST", "/a b"), ("GET", nil, "GET"),
  ]) func aNameIsReadAsItIsWritten(_ name: String, _ method: String?, _ route: String) {
    let endpoint = Endpoint(name: name)
    #expect(endpoint.method == method && endpoint.route.text == route)
    #expect(endpoint.name == name)
  }

  @Test func aRouteIsAValueAndATemplateAnExpression() {
    func promQL(_ name: String) -> [String] {
      Endpoint(name: name).matchers(in: Self.requests).map(\.promQL)
    }
    #expect(promQL("GET /users/{id}") == [#"route="/users/{id}""#, #"method="GET""#])
    #expect(promQL("/users/*") == [#"route=~"/users/[^/?]+""#])
    #expect(promQL("/a.b/*/c?*") == [#"route=~"/a\\.b/[^/?]+/c[?].*""#])
  }

  @Test func anEndpointSelectsRequestsAndNothingElse() throws {
    var context = QueryContext(rateWindow: .seconds(60))
    context.endpoint = Endpoint(name: "/pay")
    let traffic = try #require(Signal.row(.traffic)).expression(context)
    #expect(traffic == #"sum(rate(http_requests_total{endpoint="/pay"}[1m]))"#)
    let cpu = try #require(Signal.row(.processCPU)).expression(context)
    #expect(!cpu.contains("/pay"))
  }
}
