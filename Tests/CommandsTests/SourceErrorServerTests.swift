import Telemetry
import Testing

@testable import Commands

/// Which server an error is of.
@Suite struct SourceErrorServerTests {
  @Test func everyErrorOfAServerNamesIt() {
    let server = "prometheus:9090"
    #expect(
      SourceError.timedOut(after: .seconds(10)).headline(of: server)
        == "no answer from prometheus:9090 within 10s"
    )
    let refused = SourceError.unreachable("connection refused by prometheus:9090")
    #expect(refused.headline(of: server) == refused.headline)
    #expect(
      SourceError.unauthorized(status: 401, message: "Unauthorized").headline(of: server)
        == "prometheus:9090: 401 Unauthorized"
    )
    let wrong = SourceError.api(type: "bad_data", message: "parse error")
    #expect(wrong.headline(of: server) == wrong.headline)
  }
}
