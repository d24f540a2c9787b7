import Stack
import Testing

/// Addresses and names that people type.
@Suite struct ServiceAddressTests {
  @Test(
    arguments: [
      ("http://shop:8000", "http", "shop:8000", "/metrics"),
      ("https://shop.example.com", "https", "shop.example.com", "/metrics"),
      ("HTTP://shop:8000/", "http", "shop:8000", "/metrics"),
      ("http://10.0.0.1:1/a/b", "http", "10.0.0.1:1", "/a/b"),
      ("http://[::1]:9100/m", "http", "[::1]:9100", "/m"),
      ("http://my_shop-1:65535", "http", "my_shop-1:65535", "/metrics"),
    ]
  )
  func addressesAreRead(_ text: String, _ scheme: String, _ target: String, _ path: String) throws {
    let address = try ServiceAddress(text)
    #expect(address.scheme == scheme)
    #expect(address.target == target)
    #expect(address.path == path)
  }

  @Test(
    arguments: [
      ("shop:8000", "expected http://HOST:PORT"), ("", "expected http://HOST:PORT"),
      ("ftp://shop", "not 'ftp'"), ("http://", "no host"), ("http://:80", "no host"),
      ("http://shop:0", "port '0'"), ("http://shop:65536", "port '65536'"),
      ("http://shop:", "port ''"), ("http://shop:http", "port 'http'"),
      ("http://a:secret@shop", "no credentials"), ("http://shop/m?x=1", "no query"),
      ("http://shop/m#a", "no query or fragment"), ("http://::1:80", "needs brackets"),
      ("http://[::1", "no ']'"), ("http://[shop]:80", "not an IPv6 address"),
      ("http://[::1]80", "':PORT' after ']'"), ("http://sh op", "printable ASCII"),
      ("http://shöp", "printable ASCII"), ("http://shop/\"", "printable ASCII"),
      ("http://shop/\n- evil", "printable ASCII"), ("http://sh{o}p", "not a host name"),
    ]
  )
  func whatIsNoneSaysWhy(_ text: String, _ reason: String) {
    let problem = #expect(throws: StackProblem.self) { try ServiceAddress(text) }
    #expect(problem?.message.contains(reason) == true, "\(problem?.message ?? "")")
    #expect(problem?.message.contains("secret") == false)
  }

  @Test func instancesOfAServiceAreGivenUnderOneName() throws {
    let services = try StackService.services([
      "shop=http://a:1", "worker=otlp", "shop=http://b:1", "a=b=http://c:1",
    ])
    #expect(services.map(\.name) == ["shop", "worker", "a=b"])
    #expect(services[0].addresses.map(\.target) == ["a:1", "b:1"])
    #expect(services[1].isPushing)
  }

  @Test(
    arguments: [
      (["shop"], "expected NAME=URL"), (["=http://a:1"], "expected NAME=URL"),
      (["shop=http://a:1", "shop=http://a:1"], "'a:1' is given twice"),
      (["shop=http://a:1", "shop=https://b:1"], "one scheme and path"),
      (["shop=http://a:1/x", "shop=http://b:1/y"], "one scheme and path"),
      (["shop=http://a:1", "shop=otlp"], "given twice"),
      (["shop=otlp", "shop=otlp"], "given twice"),
      (["a\u{1B}b=http://a:1"], "control characters"),
      (["a\u{202E}b=http://a:1"], "control characters"),
      ([" a=http://a:1"], "no space at its ends"),
      (["redis=http://a:1"], "a job 'redis' of its own"),
      (["shop=http://"], "--service 'shop': URL 'http://': no host"),
      (["shop=http://a/?b=http://c"], "--service 'shop': URL 'http://a/?b=http://c': no query"),
      (["a=shop=ftp://a"], "--service 'a=shop': URL 'ftp://a'"),
    ]
  )
  func servicesThatAreNoneSayWhy(_ texts: [String], _ reason: String) {
    let problem = #expect(throws: StackProblem.self) {
      try StackPlan(services: texts, version: "1")
    }
    #expect(problem?.message.contains(reason) == true, "\(problem?.message ?? "")")
  }

  @Test func withoutServicesThereAreTheExamples() throws {
    func names(_ python: Bool, _ node: Bool) throws -> [String] {
      try StackPlan(services: [], hasPython: python, hasNode: node, version: "1").services.map(
        \.name
      )
    }
    #expect(try names(false, false) == ["backend", "frontend"])
    #expect(try names(true, true) == ["backend", "frontend"])
    #expect(try names(true, false) == ["backend"])
    #expect(try names(false, true) == ["frontend"])
  }
}
