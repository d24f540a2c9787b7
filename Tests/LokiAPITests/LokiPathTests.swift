import Testing

@testable import LokiAPI

@Suite struct LokiPathTests {
  @Test func questionsGoToTheVersionedInterface() {
    #expect(LokiPath.queryRange.rawValue == "/loki/api/v1/query_range")
  }
}
