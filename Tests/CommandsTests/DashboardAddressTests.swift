import Testing

@testable import Commands

/// Where a dashboard's JSON is fetched.
@Suite struct DashboardAddressTests {
  @Test(
    arguments: [
      (
        "https://grafana.com/grafana/dashboards/1860-node-exporter-full/", "https://grafana.com",
        "/api/dashboards/1860/revisions/latest/download", true
      ),
      (
        "https://grafana.com/api/dashboards/1860/revisions/37/download", "https://grafana.com",
        "/api/dashboards/1860/revisions/37/download", true
      ),
      (
        "http://grafana:3000/d/abc-1/shop?orgId=1&var-job=x", "http://grafana:3000",
        "/api/dashboards/uid/abc-1", false
      ),
      (
        "https://ops.example/grafana/d/abc/shop", "https://ops.example",
        "/grafana/api/dashboards/uid/abc", false
      ),
      (
        "http://grafana:3000/api/dashboards/uid/abc", "http://grafana:3000",
        "/api/dashboards/uid/abc", false
      ),
      ("https://files.example/a/b.json?x=1#top", "https://files.example", "/a/b.json?x=1", false),
    ]
  )
  func addressesOfPagesAreThoseOfTheirJSON(
    text: String,
    server: String,
    path: String,
    isPublic: Bool
  ) throws {
    let address = try #require(DashboardAddress(text))
    #expect(address.server == server)
    #expect(address.path == path)
    #expect(address.isPublic == isPublic)
  }

  @Test(arguments: [
    ("http://g/grafana/d/abc", "u_1-X", "/grafana/api/library-elements/u_1-X"),
    ("http://g/api/dashboards/uid/abc", "u1", "/api/library-elements/u1"),
    ("http://g/d/abc", "../admin", nil), ("http://g/d/abc", "", nil),
    ("http://g/a.json", "u1", nil),
    ("https://grafana.com/grafana/dashboards/1860", "u1", nil),
  ])
  func libraryPanelsAreOfTheSameGrafana(text: String, uid: String, path: String?) throws {
    let address = try #require(DashboardAddress(text))
    #expect(address.libraryPanel(uid)?.path == path)
  }

  @Test(arguments: ["dashboard.json", "-", "./http", "ftp://x/y"])
  func otherTextsAreFiles(_ text: String) {
    #expect(DashboardAddress(text) == nil)
  }
}
