import Logs
import Telemetry
import Testing

/// Lines of the requests of a route, however programs write paths.
@Suite struct RequestFilterTests {
  private func isMet(_ route: String, _ line: String) throws -> Bool {
    let matcher = try LogMatcher(LogFilter([.requests(Route(route))]))
    let bytes = Array(line.utf8)
    let entry = LogEntry(
      timestamp: Timestamp(nanoseconds: 0),
      stream: .empty,
      line: bytes,
      facts: LineScanner().facts(of: bytes)
    )
    return matcher.matches(entry)
  }

  @Test(arguments: [
    ("/users/{id}", #"{"path":"/users/42","status":200}"#),
    ("/users/{id}", #"{"path":"\/users\/42","status":200}"#),
    ("/users/:id", "level=info path=/users/42 status=200"),
    ("/users/*", #"10.0.0.1 - - [29/Nov/2026:06:00:00 +0000] "GET /users/42?full=1 HTTP/1.1" 200"#),
    ("/users/<int:id>", "GET https://shop.example:8443/users/42/ took 12 ms"),
    ("/users/{id}", "path=/users/{id} status=200"), ("/checkout", "endpoint=/checkout status=504"),
    ("/files/{*rest}", "path=/files/a/b/c.txt"), ("GetUser", "method=GetUser code=OK"),
  ]) func linesOfARouteAreFound(_ route: String, _ line: String) throws {
    let isMet = try isMet(route, line)
    #expect(isMet)
  }

  @Test(arguments: [
    ("/users/{id}", "path=/users"), ("/users/{id}", "path=/users/42/pets"),
    ("/users/{id}", "path=/api/users/42"), ("/checkout", "path=/checkouts"),
    ("/checkout", "path=/checkout/confirm"), ("GetUser", "method=GetUsers"),
  ]) func linesOfOthersAreNot(_ route: String, _ line: String) throws {
    let isMet = try isMet(route, line)
    #expect(!isMet)
  }

  @Test func lokiIsAskedForNoOthers() {
    let query = LogQuery(
      selector: [LabelMatcher("job", .equal, "a")],
      filter: LogFilter([.requests(Route("/pay"))])
    )
    let start = #"{job="a"} |~ "(?:^|[^\\w/.-]|//[^/\\s\"]+)\\\\?/pay"#
    #expect(LogQLQuery(query).text.hasPrefix(start))
  }
}
