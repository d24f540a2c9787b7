import Telemetry
import Testing

@testable import Signals

/// Raw paths become templates, and nothing else does.
@Suite struct RouteFoldingTests {
  private func folded(_ routes: [String]) -> Set<String> {
    let folding = RouteFolding(routes)
    return Set(routes.map { folding.route($0).text })
  }

  @Test(arguments: [
    ["/users/1", "/users/22", "/users/333"],
    [
      "/users/550e8400-e29b-41d4-a716-446655440000", "/users/6ba7b810-9dad-11d1-80b4-00c04fd430c8",
      "/users/6ba7b811-9dad-11d1-80b4-00c04fd430c8",
    ],
    ["/users/507f1f77bcf86cd799439011", "/users/507f191e810c19729de860ea", "/users/deadbeef00"],
    [
      "/users/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/users/01BX5ZZKBKACTAV9WEVGEMMVRZ",
      "/users/01BX5ZZKBKACTAV9WEVGEMMVS0",
    ],
    ["/users/ann@example.com", "/users/bob@example.com", "/users/cy@example.com"],
  ]) func whatLooksLikeAnIDIsOne(_ routes: [String]) {
    #expect(folded(routes) == ["/users/*"])
  }

  @Test func aQueryIsCutOff() {
    #expect(folded(["/search?q=a", "/search?q=b", "/search?q=c"]) == ["/search?*"])
  }

  @Test func fewPathsStayAsTheyAre() {
    let routes = ["/users/1", "/users/2", "/reports/2024", "/"]
    #expect(folded(routes) == Set(routes))
  }

  @Test func wordsVersionsAndParametersAreNoIDs() {
    let routes = [
      "/api/v1/users/{id}", "/api/v2/users/{id}", "/api/v3/users/{id}", "/users/:id",
      "/users/<int:id>",
      "/users/[id]", "/checkout", "/oauth2/token", "/s3/upload", "/health", "GetUser", "none", "",
    ]
    #expect(folded(routes) == Set(routes))
  }

  @Test func aCrowdedPlaceIsFoldedWhateverStandsThere() {
    let names = (0..<150).map {
      "/shops/\(String(repeating: "x", count: $0 / 12))\(letter($0))/cart"
    }
    #expect(Set(names).count == 150)
    #expect(folded(names) == ["/shops/*/cart"])
    #expect(folded(Array(names.prefix(90))).count == 90)
  }

  private func letter(_ number: Int) -> String {
    String(UnicodeScalar(UInt8(97 + number % 12)))
  }

  @Test func theOrderOfRoutesDoesNotMatter() {
    let routes = (0..<40).map { "/a/\($0)/b" } + ["/a/x/b", "/a/x"]
    #expect(folded(routes) == folded(routes.reversed()))
    #expect(folded(routes) == ["/a/*/b", "/a/x/b", "/a/x"])
  }
}
