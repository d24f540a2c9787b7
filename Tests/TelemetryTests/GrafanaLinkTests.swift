import Telemetry
import Testing

/// Addresses of Grafana's Explore page.
@Suite struct GrafanaLinkTests {
  private static let stretch = Stretch(
    from: Timestamp(seconds: 1_800_000_000),
    to: Timestamp(seconds: 1_800_003_600)
  )

  /// The panes of an address, decoded.
  private func panes(_ address: String) throws -> String {
    let mark = try #require(address.firstRange(of: "&panes="))
    return PercentEncoding.decode(String(address[mark.upperBound...]))
  }

  @Test func aQueryIsDrawnOverTheStretch() throws {
    let link = GrafanaLink(url: "https://grafana.example/sub/", metrics: "prom-eu")
    let address = link.exploring(promQL: #"sum by (job) (up{job="a&b"})"#, Self.stretch)
    #expect(address.hasPrefix("https://grafana.example/sub/explore?schemaVersion=1&panes=%7B"))
    #expect(!address.contains(#"""#) && !address.contains(" ") && !address.contains("a&b"))
    #expect(
      try panes(address) == #"{"a":{"datasource":"prom-eu","queries":[{"refId":"A","#
        + #""expr":"sum by (job) (up{job=\"a&b\"})","range":true}],"#
        + #""range":{"from":"1800000000000","to":"1800003600000"}}}"#
    )
  }

  @Test func linesAreAskedOfTheOtherSource() throws {
    let address = GrafanaLink(url: "http://g:3000").exploring(logQL: "{a=\"b\"}", Self.stretch)
    let panes = try panes(address)
    #expect(panes.contains(#""datasource":"loki""#) && panes.contains(#""queryType":"range""#))
  }
}
