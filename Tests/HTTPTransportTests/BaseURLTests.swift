import HTTPTransport
import Telemetry
import Testing

@Suite struct BaseURLTests {
  @Test(arguments: [
    ("http://localhost:9090", "http://localhost:9090", ""),
    ("  HTTPS://Prometheus.Example/  ", "https://prometheus.example", ""),
    ("https://example.test:443/prometheus//", "https://example.test", "/prometheus"),
    ("http://[::1]:9090/a/b", "http://[::1]:9090", "/a/b"),
    ("http://[2001:db8::1]", "http://[2001:db8::1]", ""),
    ("http://10.0.0.1:80", "http://10.0.0.1", ""),
    ("https://example.test/select/0/prometheus", "https://example.test", "/select/0/prometheus"),
  ])
  func originAndPrefixAreTakenApart(_ text: String, _ origin: String, _ prefix: String) throws {
    let url = try BaseURL(text)
    #expect(url.origin == origin)
    #expect(url.prefix == prefix)
  }

  @Test(arguments: [
    ("localhost:9090", "the URL 'localhost:9090' must start with http:// or https://"),
    ("ftp://x", "the scheme 'ftp' is not http or https"),
    ("http://", "the URL 'http://' has no host"),
    ("http://:9090", "the URL 'http://:9090' has no host"),
    ("http://x:0", "the URL 'http://x:0' has no valid port"),
    ("http://x:99999", "the URL 'http://x:99999' has no valid port"),
    ("http://x/?a=b", "the URL 'http://x/' must not contain '?' or '#'"),
    ("http://x y/", "the URL 'http://x y/' contains a space or a control character"),
    ("http://[::1]x/", "the URL 'http://[::1]x/' has text after its IPv6 address"),
    ("", "the URL '' must start with http:// or https://"),
  ])
  func whatIsNoURLIsExplained(_ text: String, _ words: String) {
    #expect(throws: TransportError.misconfigured(words)) { try BaseURL(text) }
  }

  @Test(arguments: ["http://me:hush@x:9090/", "https://hush@x", "me:hush@x:9090"])
  func loginsInAURLAreRefusedAndNotRepeated(_ text: String) throws {
    do throws(TransportError) {
      _ = try BaseURL(text)
      Issue.record("accepted")
    } catch {
      #expect(!error.message.contains("hush"))
      #expect(error.message.contains("URL"))
    }
  }

  @Test func bytesOutsideOfTheUnreservedAreEncoded() {
    #expect(PercentEncoding.encode("aZ09-._~") == "aZ09-._~")
    #expect(PercentEncoding.encode("é /+&=%") == "%C3%A9%20%2F%2B%26%3D%25")
    #expect(PercentEncoding.decode("%C3%A9%20+%zz%4") == "é +%zz%4")
  }
}
