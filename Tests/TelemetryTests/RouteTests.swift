import Telemetry
import Testing

/// Routes, and the paths that they stand for.
@Suite struct RouteTests {
  @Test(arguments: [
    ("/users/{id}", "/users/42", 2), ("/users/:id", "/users/42/", 2), ("/users/*", "/users/42", 2),
    ("/users/<int:id>/pets", "/users/42/pets", 3), ("/users/[id]", "/users/42", 2),
    ("/files/{*rest}", "/files/a/b", 2), ("/files/<path:rest>", "/files/a/b", 2), ("/", "/", 2),
    ("/files/**", "/files/a/b/c", 2), ("/users", "/users", 2),
  ]) func aRouteHasItsPaths(_ route: String, _ path: String, _ likeness: Int) {
    #expect(Route(route).likeness(to: path) == likeness)
  }

  @Test(arguments: [
    ("/users/{id}", "/users"), ("/users/{id}", "/users/42/pets"), ("/users", "/user"),
    ("/users/new", "/users/old"), ("GetUser", "/users"),
  ]) func otherPathsAreNone(_ route: String, _ path: String) {
    #expect(Route(route).likeness(to: path) == nil)
  }

  @Test func theRouteWithMoreOfThePathIsNearer() throws {
    let word = try #require(Route("/users/me").likeness(to: "/users/me"))
    let parameter = try #require(Route("/users/{id}").likeness(to: "/users/me"))
    #expect(word > parameter)
  }

  @Test func theSurestTextIsInEveryPath() {
    #expect(Route("/api/customers/{id}").surest == "customers")
    #expect(Route("/:a/{b}").surest == "")
  }
}
