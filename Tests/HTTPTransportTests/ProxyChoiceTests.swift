import Telemetry
import TestSupport
import Testing

@testable import HTTPTransport

@Suite struct ProxyChoiceTests {
  private func choice(
    _ url: String,
    _ environment: [String: String]
  ) throws -> String? {
    let proxy = try ProxyChoice.choose(
      for: try BaseURL(url),
      setting: .environment,
      environment: environment
    )
    return proxy.map { "\($0.kind) \($0.host):\($0.port)" }
  }

  @Test func theSchemeChoosesTheVariable() throws {
    let environment = ["HTTP_PROXY": "http://plain:3128", "https_proxy": "secure:3129"]
    #expect(try choice("http://a.test", environment) == "http plain:3128")
    #expect(try choice("https://a.test", environment) == "http secure:3129")
    #expect(try choice("https://a.test", ["HTTPS_PROXY": "socks5://s"]) == "socks s:1080")
    #expect(try choice("https://a.test", ["HTTPS_PROXY": ""]) == nil)
    #expect(try choice("https://a.test", [:]) == nil)
  }

  @Test(arguments: ["http://localhost:1", "http://127.0.0.1", "http://127.9.9.9", "http://[::1]"])
  func thisMachineIsAskedDirectly(_ url: String) throws {
    #expect(try choice(url, ["HTTP_PROXY": "http://plain:3128"]) == nil)
  }

  @Test(arguments: [
    ("*", true), ("a.test", true), ("A.TEST", true), (".test", true), ("test", true),
    ("b.a.test", false), (".a.test", false), ("*.test", true), ("other.test, a.test", true),
    ("a.test:8080", false), ("a.test:80", true), ("10.0.0.0/8", false), ("est", false), ("", false),
  ])
  func namesMatchAsInGo(_ list: String, _ isDirect: Bool) throws {
    #expect(NoProxyList(list).contains(try BaseURL("http://a.test")) == isDirect)
  }

  @Test(arguments: [
    ("10.0.0.0/8", true), ("10.1.2.3", true), ("10.1.2.0/24", true), ("10.1.3.0/24", false),
    ("0.0.0.0/0", true), ("10.1.2.3/33", false), ("10.1.2/8", false),
  ])
  func addressesMatchNetworks(_ list: String, _ isDirect: Bool) throws {
    #expect(NoProxyList(list).contains(try BaseURL("http://10.1.2.3")) == isDirect)
  }

  @Test func loginsOfAProxyAreTakenApart() throws {
    let proxy = try ProxyChoice("http://me:p%40ss:w@proxy:8080/", from: "proxy_url")
    #expect(proxy.host == "proxy")
    #expect(proxy.login?.user == "me")
    #expect(proxy.login?.password.reveal() == "p@ss:w")
  }

  @Test func whatCannotBeUsedIsNamedWithoutItsLogin() {
    #expect(
      throws: TransportError.misconfigured(
        "proxy_url: only http and socks5 proxies are supported"
      )
    ) { try ProxyChoice("https://proxy:1", from: "proxy_url") }
    #expect(
      throws: TransportError.misconfigured(
        "HTTP_PROXY: the proxy 'proxy:x' has no valid host and port"
      )
    ) { try ProxyChoice("http://me:hush@proxy:x", from: "HTTP_PROXY") }
  }

  @Test func plainRequestsAreForwardedInAbsoluteForm() async throws {
    try await FakeServer.run(handler: { _ in .json("{}") }) { proxy in
      let access = HTTPAccess(
        authorization: .token(type: "Bearer", credentials: .inline(Secret("t0p"))),
        proxy: .url("http://me:pass@127.0.0.1:\(proxy.port)", noProxy: "")
      )
      let response = try await withTransport("http://metrics.test:9090/p", access) { transport in
        try await transport.send(
          HTTPRequest(.get, "/q", parameters: [.init("a", "b")], deadline: ample)
        )
      }
      #expect(response.status == 200)
      let request = try #require(proxy.log.requests.first)
      #expect(request.target == "http://metrics.test:9090/p/q?a=b")
      #expect(request[header: "host"] == "metrics.test:9090")
      #expect(request[header: "proxy-authorization"] == "Basic bWU6cGFzcw==")
      #expect(request[header: "authorization"] == "Bearer t0p")
    }
  }

  @Test func requestsOverTLSAskTheProxyForATunnel() async throws {
    try await FakeServer.run(handler: { _ in .text("no", status: 403) }) { proxy in
      let access = HTTPAccess(proxy: .url("http://127.0.0.1:\(proxy.port)", noProxy: ""))
      let failure = try await withTransport("https://metrics.test:9443", access) { transport in
        await transport.failure(HTTPRequest(.get, "/q", deadline: ample))
      }
      #expect(
        failure == .proxy("the proxy refused to connect to metrics.test:9443: 403 Forbidden")
      )
      let request = try #require(proxy.log.requests.first)
      #expect(request.method == "CONNECT")
      #expect(request.target == "metrics.test:9443")
    }
  }
  @Test(arguments: [nil, FakeTLS()])
  func requestsGoThroughSOCKS(tls: FakeTLS?) async throws {
    try await FakeProxy.run(.socks) { proxy in
      try await withFile(FakeTLS.authority) { path in
        try await FakeServer.run(tls: tls, handler: { _ in .json("{}") }) { server in
          let access = HTTPAccess(
            tls: HTTPAccess.TLS(caFile: path, serverName: "localhost"),
            proxy: .url("socks5://127.0.0.1:\(proxy.port)", noProxy: "")
          )
          for host in ["127.0.0.1", "metrics.test"] {
            let scheme = tls == nil ? "http" : "https"
            let url = "\(scheme)://\(host):\(server.port)"
            let response = try await withTransport(url, access) { transport in
              try await transport.send(HTTPRequest(.get, "/q", deadline: ample))
            }
            #expect(response.status == 200)
          }
          #expect(proxy.heads == ["127.0.0.1:\(server.port)", "metrics.test:\(server.port)"])
          #expect(server.log.requests.map(\.target) == ["/q", "/q"])
        }
      }
    }
  }

  @Test func aSOCKSProxyThatRefusesIsNamed() async throws {
    try await FakeProxy.run(.socks, refusing: "no") { proxy in
      let access = HTTPAccess(proxy: .url("socks5://127.0.0.1:\(proxy.port)", noProxy: ""))
      let failure = try await withTransport("http://metrics.test:9090", access) { transport in
        await transport.failure(HTTPRequest(.get, "/q", deadline: ample))
      }
      #expect(failure == .proxy("the proxy refused to connect to metrics.test:9090"))
    }
  }
}
