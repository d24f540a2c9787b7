import LocalSource
import Testing

@Suite struct ScrapeAddressTests {
  @Test(arguments: [
    (":8500", "local", "http://127.0.0.1:8500/metrics", "127.0.0.1:8500"),
    ("8500", "local", "http://127.0.0.1:8500/metrics", "127.0.0.1:8500"),
    ("App.example:9100", "local", "http://app.example:9100/metrics", "app.example:9100"),
    ("http://app.example", "local", "http://app.example:80/metrics", "app.example:80"),
    ("https://app.example/", "local", "https://app.example:443/metrics", "app.example:443"),
    ("api=:8500/own", "api", "http://127.0.0.1:8500/own", "127.0.0.1:8500"),
    ("[::1]:8500", "local", "http://[::1]:8500/metrics", "[::1]:8500"),
    ("http://[::1]/m", "local", "http://[::1]:80/m", "[::1]:80"),
    ("a:1/m?x=y&z=1", "local", "http://a:1/m?x=y&z=1", "a:1"),
    ("node=http://a:1?collect[]=cpu#top", "node", "http://a:1/metrics?collect[]=cpu", "a:1"),
  ])
  func whatIsMissingIsFilledIn(
    _ text: String,
    _ job: String,
    _ url: String,
    _ instance: String
  )
    throws
  {
    let address = try ScrapeAddress(text)
    #expect(address.job == job)
    #expect(address.url == url)
    #expect(address.instance == instance)
  }

  @Test(arguments: [
    "", "job=", "=:8500", ":0", ":70000", "http://", "ftp://a:1", "a b:1", "user:secret@a:1",
    "http://:x/", "a:",
  ])
  func whatNamesNoTargetIsRefused(_ text: String) {
    let problem = #expect(throws: ScrapeAddress.Problem.self) { try ScrapeAddress(text) }
    #expect(problem?.message.contains("secret") == false)
  }
}
