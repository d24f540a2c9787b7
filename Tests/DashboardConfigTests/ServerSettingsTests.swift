import DashboardConfig
import Telemetry
import Testing

@Suite struct ServerSettingsTests {
  @Test func shortFormIsEnough() throws {
    let settings = try #require(
      resolve(#"{"prometheus": {"url": "http://127.0.0.1:9090"}}"#).settings
    )
    #expect(settings.prometheus == ServerAddress(url: "http://127.0.0.1:9090"))
    #expect(settings.alertmanager == nil && settings.loki == nil)
    #expect(settings.environment == nil)
    #expect(settings.missingServerAdvice == nil)
  }

  @Test func everyFieldOfAccessIsRead() throws {
    let json = """
      {"prometheus": {
        "url": "https://h", "basic_auth": {"username": "u", "password": "p"},
        "headers": {"X-B": "2", "X-A": "1"},
        "tls_config": {"ca_file": "/ca", "cert_file": "~/c", "key_file": "k",
          "server_name": "n", "insecure_skip_verify": true},
        "proxy_url": "http://proxy:1", "no_proxy": "a,b", "body_limit": 2048, "query_verb": "post"}}
      """
    let access = try #require(
      resolve(json, variables: ["HOME": "/home/me"]).settings?.prometheus?.access
    )
    #expect(access.authorization == .basic(username: "u", password: .inline(Secret("p"))))
    #expect(access.headers.map(\.name) == ["X-B", "X-A"])
    #expect(access.headers.map { $0.value.reveal() } == ["2", "1"])
    #expect(
      access.tls
        == HTTPAccess.TLS(
          caFile: "/ca",
          certificateFile: "/home/me/c",
          keyFile: "etc/k",
          serverName: "n",
          insecureSkipVerify: true
        )
    )
    #expect(access.proxy == .url("http://proxy:1", noProxy: "a,b"))
    #expect(access.bodyLimit == 2048)
    #expect(access.queryVerb == .post)
  }

  @Test func tokensComeInPlaceOrFromFiles() throws {
    func access(_ authorization: String) -> HTTPAccess.Authorization? {
      resolve(#"{"loki": {"url": "http://h", "authorization": \#(authorization)}}"#)
        .settings?.loki?.access.authorization
    }
    #expect(
      access(#"{"credentials": "t"}"#) == .token(type: "Bearer", credentials: .inline(Secret("t")))
    )
    #expect(
      access(#"{"type": "Token", "credentials_file": "t"}"#)
        == .token(type: "Token", credentials: .file("etc/t"))
    )
  }

  @Test func pathsFromVariablesStartInTheWorkingFolder() throws {
    let settings = try #require(
      resolve(
        #"{"prometheus": {"url": "http://h"}}"#,
        variables: ["GOLDTOP_PROMETHEUS_BEARER_TOKEN_FILE": "token"]
      ).settings
    )
    #expect(
      settings.prometheus?.access.authorization
        == .token(type: "Bearer", credentials: .file("token"))
    )
  }

  @Test(arguments: [
    ("{}", HTTPAccess.Proxy.environment),
    (#"{"proxy_from_environment": false}"#, .direct),
    (#"{"proxy_from_environment": true}"#, .environment),
    (#"{"proxy_url": "http://p:1"}"#, .url("http://p:1", noProxy: "")),
    (
      #"{"proxy_url": "http://p:1", "proxy_from_environment": false}"#,
      .url("http://p:1", noProxy: "")
    ),
  ])
  func proxyIsChosen(fields: String, proxy: HTTPAccess.Proxy) throws {
    let json = #"{"prometheus": {"url": "http://h", "# + fields.dropFirst() + "}"
    let fixed = json.replacing(#""http://h", }"#, with: #""http://h"}"#)
    #expect(resolve(fixed).settings?.prometheus?.access.proxy == proxy)
  }

  @Test(arguments: [
    #""headers": {"X-Scope-OrgID": "a\r\nX-Evil: 1"}"#, #""headers": {"X-Key": "a\r\nX-Evil: 1"}"#,
    #""basic_auth": {"username": "a\n", "password": "p"}"#,
    #""authorization": {"type": "A\r\nB", "credentials": "p"}"#,
    #""tls_config": {"server_name": "a\u0000b"}"#, #""tls_config": {"ca_file": "a\u0000b"}"#,
  ])
  func nothingThatEndsALineGetsIntoARequest(field: String) {
    #expect(problems(#"{"prometheus": {"url": "http://h", \#(field)}}"#).count == 1)
  }

  @Test(arguments: [
    #"http://h\\.evil"#, #"http://h\u0000"#, "http://h%2eevil", "http://h;x", "http://u@h",
    "http://[::1", "http://[::1]x", "http://h:", "http://h:0", "http://h:65536", "http://h:-1",
  ])
  func aHostIsNothingButAHost(url: String) {
    #expect(problems(#"{"prometheus": {"url": "\#(url)"}}"#).count == 1, "\(url)")
  }

  @Test(arguments: [
    "http://h", "https://h.example:443/prefix/", "HTTP://H", "http://10.0.0.1:9090",
    "http://[fe80::1%25eth0]:9090", "http://my_host-1.local",
  ])
  func usualURLsAreTaken(url: String) {
    #expect(problems(#"{"prometheus": {"url": "\#(url)"}}"#) == [])
  }

  @Test func neighboursVariablesAreUnderstood() throws {
    let settings = try #require(
      resolve(variables: [
        "PROMETHEUS_URL": "http://p:9090", "ALERTMANAGER_URL": "http://a:9093",
        "LOKI_ADDR": "http://l:3100", "LOKI_USERNAME": "u", "LOKI_PASSWORD": "p",
        "LOKI_ORG_ID": "shop",
      ]).settings
    )
    #expect(settings.prometheus?.url == "http://p:9090")
    #expect(settings.alertmanager?.url == "http://a:9093")
    #expect(settings.loki?.url == "http://l:3100")
    #expect(
      settings.loki?.access.authorization == .basic(username: "u", password: .inline(Secret("p")))
    )
    #expect(settings.loki?.access.headers.map(\.name) == ["X-Scope-OrgID"])
  }

  @Test func credentialsWithoutAServerAreNoProblem() throws {
    let resolution = resolve(variables: ["LOKI_USERNAME": "u", "GOLDTOP_PROMETHEUS_PASSWORD": "p"])
    #expect(resolution.problems == [])
    #expect(resolution.settings?.loki == nil)
  }

  @Test func aLaterTokenDrivesOutAnEarlierPassword() throws {
    let json = """
      {"prometheus": {"url": "http://h", "basic_auth": {"username": "u", "password_file": "f"}}}
      """
    let token = resolve(json, variables: ["GOLDTOP_PROMETHEUS_BEARER_TOKEN": "t"]).settings
    #expect(
      token?.prometheus?.access.authorization
        == .token(type: "Bearer", credentials: .inline(Secret("t")))
    )
    let password = resolve(json, variables: ["GOLDTOP_PROMETHEUS_PASSWORD": "p"]).settings
    #expect(
      password?.prometheus?.access.authorization
        == .basic(username: "u", password: .inline(Secret("p")))
    )
  }
}

/// No server may get what is meant for another.
@Suite struct ServerLayersTests {
  private let file = """
    {"prometheus": {"url": "https://prod.example/prometheus",
      "authorization": {"credentials": "s3cret"}, "headers": {"X-Key": "s3cret"}}}
    """

  @Test func credentialsStayWithTheirServer() throws {
    let resolution = resolve(file, flags: ["prometheus": "http://evil.example"])
    let server = try #require(resolution.settings?.prometheus)
    #expect(server == ServerAddress(url: "http://evil.example"))
    #expect(
      resolution.warnings.map(\.description) == [
        "flag --prometheus: prometheus.url: overrides the server at etc/goldtop.json:1:24; its "
          + "credentials, headers and TLS settings are not used"
      ]
    )
  }

  @Test(arguments: ["https://prod.example", "https://PROD.example/mimir/prometheus"])
  func anotherPathOfTheSameServerKeepsThem(url: String) throws {
    let resolution = resolve(file, flags: ["prometheus": url])
    let server = try #require(resolution.settings?.prometheus)
    #expect(server.url == url)
    #expect(server.access.authorization != nil)
    #expect(resolution.warnings == [])
  }

  @Test(arguments: [
    "http://prod.example", "https://prod.example:8443", "https://prod.example.evil/prometheus",
  ])
  func anotherSchemePortOrHostIsAnotherServer(url: String) throws {
    let server = try #require(resolve(file, flags: ["prometheus": url]).settings?.prometheus)
    #expect(server.access.authorization == nil)
    #expect(server.access.headers == [])
  }

  @Test func variablesWithoutAURLBelongToWhicheverServerIsNamed() throws {
    let resolution = resolve(
      variables: ["GOLDTOP_PROMETHEUS_USERNAME": "u", "GOLDTOP_PROMETHEUS_PASSWORD": "p"],
      flags: ["prometheus": "http://h"]
    )
    #expect(resolution.settings?.prometheus?.access.authorization != nil)
    #expect(resolution.warnings == [])
  }

  @Test func settingsThatAreNoCredentialsGoWithoutAWarning() {
    let json = #"{"prometheus": {"url": "http://a", "body_limit": "1MiB"}}"#
    let resolution = resolve(json, flags: ["prometheus": "http://b"])
    #expect(resolution.settings?.prometheus?.access.bodyLimit == 16 << 20)
    #expect(resolution.warnings == [])
  }
}
