import DashboardConfig
import Telemetry
import Testing

/// Secrets stay out of everything that is printed.
@Suite struct SecrecyTests {
  private let file = """
    {"prometheus": {"url": "http://h", "basic_auth": {"username": "u", "password": "s3cret"},
      "headers": {"X-Key": "s3cret", "X-Scope-OrgID": "shop"},
      "proxy_url": "http://me:s3cret@proxy:3128/x"},
     "loki": {"url": "http://l", "authorization": {"credentials": "s3cret"}}}
    """

  @Test func theListingHidesThem() throws {
    let listing = ConfigListing(resolve(file))
    #expect(!listing.text.contains("s3cret"))
    func value(_ key: String) -> String? { listing.entries.first { $0.key == key }?.value }
    #expect(value("prometheus.basic_auth.password") == "<secret>")
    #expect(value("prometheus.headers.X-Key") == "<secret>")
    #expect(value("prometheus.headers.X-Scope-OrgID") == "\"shop\"")
    #expect(value("prometheus.proxy_url") == "\"http://<secret>@proxy:3128/x\"")
    #expect(value("loki.authorization.credentials") == "<secret>")
  }

  /// The secret under each key of a server's credentials, whether it belongs there or not.
  @Test(arguments: [
    #""authorization": {"type": "S3cretToken", "credentials": "x"}"#,
    #""authorization": {"type": "S3cretToken and more", "credentials": "x"}"#,
    #""authorization": {"type": "Bearer S3cretToken", "credentials": "x"}"#,
    #""authorization": {"type": "S3cret\u0000Token", "credentials": "x"}"#,
    #""authorization": {"credentials_file": "S3cretToken"}"#,
    #""authorization": {"S3cretToken": "Bearer"}"#,
    #""authorization": "Bearer S3cretToken""#,
    #""authorization": ["S3cretToken"]"#,
    #""basic_auth": {"username": "S3cretToken", "password": "admin"}"#,
    #""basic_auth": {"username": "admin:S3cretToken", "password": "admin"}"#,
    #""basic_auth": {"username": "admin", "password_file": "S3cretToken"}"#,
    #""basic_auth": {"username": "admin", "password_file": "S3cret\nToken"}"#,
    #""basic_auth": {"admin:S3cretToken": null}"#,
    #""headers": {"Authorization: Bearer S3cretToken": ""}"#,
    #""headers": {"X-Key=S3cretToken": "", "X-Key=S3cretToken": ""}"#,
    #""headers": "X-Key: S3cretToken""#,
    #""tls_config": {"cert_file": "c", "key_file": "-----BEGIN KEY-----\nS3cretToken"}"#,
    #""tls_config": {"cert_file": "c", "key_file": "S3cretToken"}"#,
    #""proxy_url": "http://me:S3cretToken/x@proxy:3128""#,
    #""proxy_url": "http://me:80/S3cretToken@proxy:3128""#,
    #""proxy_url": "me:S3cretToken@proxy:3128""#,
    #""proxy_url": "S3cretToken""#,
    #""bearer_token": "S3cretToken""#,
    #""http_headers": {"X-Key": {"values": ["S3cretToken"]}}"#,
    #""oauth2": {"client_secret": "S3cretToken"}"#,
    #""password": S3cretToken"#,
    #""password": 1S3cretToken"#,
    #""authorization": {"S3cretToken"}"#,
  ])
  func aSecretInTheWrongPlaceIsNotShown(field: String) {
    for json in [
      #"{"prometheus": {"url": "http://h", \#(field)}}"#,
      #"{"environments": {"prod": {"prometheus": {"url": "http://h", \#(field)}}}}"#,
    ] {
      let resolution = resolve(json)
      let shown =
        (resolution.problems + resolution.warnings).map(\.description) + [
          ConfigListing(resolution).text
        ]
      for text in shown { #expect(!text.contains("S3cret"), "\(json): \(text)") }
    }
  }

  @Test(arguments: [
    "http://h/?token=S3cretToken", "http://h/#S3cretToken", "h/?token=S3cretToken",
    "http://me:S3cretToken/x@h", "http://me:S3cretToken@h", "http://h:x/?token=S3cretToken",
  ])
  func aURLIsToldWithoutSecrets(url: String) {
    let resolution = resolve(#"{"prometheus": {"url": "\#(url)"}}"#)
    #expect(resolution.problems.count == 1)
    #expect(!resolution.problems.map(\.description).joined().contains("S3cret"))
    #expect(!ConfigListing(resolution).text.contains("S3cret"))
  }

  @Test func whatCannotBeASecretIsShown() {
    let listing = ConfigListing(
      resolve(
        #"{"prometheus": {"url": "http://h", "authorization": {"type": "Token", "credentials": "x"},"#
          + #" "tls_config": {"ca_file": "/etc/ca.pem"}, "proxy_url": "http://proxy:1"}}"#
      )
    )
    func value(_ key: String) -> String? { listing.entries.first { $0.key == key }?.value }
    #expect(value("prometheus.authorization.type") == "\"Token\"")
    #expect(value("prometheus.tls_config.ca_file") == "\"/etc/ca.pem\"")
    #expect(value("prometheus.proxy_url") == "\"http://proxy:1\"")
  }

  @Test func aKeyThatIsNearlyRightIsNamed() {
    let problems = resolve(
      #"{"prometheus": {"url": "http://h", "authorization": {"credential": "x"}}}"#
    ).problems.map(\.description)
    #expect(
      problems.contains { $0.contains("authorization.credential: unknown key: did you mean") }
    )
  }

  @Test func theListingSaysWhereValuesCameFrom() {
    let listing = ConfigListing(
      resolve(file, variables: ["GOLDTOP_THEME": "mono"], flags: ["refresh": "9s"])
    )
    func origin(_ key: String) -> String? { listing.entries.first { $0.key == key }?.origin }
    #expect(origin("prometheus.url") == "etc/goldtop.json:1:24")
    #expect(origin("theme") == "environment variable GOLDTOP_THEME")
    #expect(origin("refresh") == "flag --refresh")
    #expect(origin("range") == "default")
    #expect(listing.text.contains("\"9s\""))
  }

  @Test func theListingShowsNoServerThatIsNotThere() {
    #expect(!ConfigListing(resolve()).entries.contains { $0.key.hasPrefix("alertmanager") })
  }

  @Test func theSettingsHideThem() throws {
    let settings = try #require(resolve(file).settings)
    let described = String(reflecting: settings.prometheus?.access.authorization)
    #expect(!described.contains("s3cret"))
    #expect(described.contains("<secret>"))
  }

  @Test(arguments: [
    #"{"prometheus": {"url": "http://h", "basic_auth": {"username": "u", "password": 1234567}}}"#,
    #"{"prometheus": {"url": "http://h", "basic_auth": "1234567"}}"#,
    #"{"prometheus": {"url": "http://h", "authorization": {"credentials": ["1234567"]}}}"#,
    #"{"prometheus": {"url": "http://u:1234567@h"}}"#,
    #"{"prometheus": {"url": "u:1234567@h"}}"#,
    #"{"prometheus": {"url": "http://h", "bearer_token": "1234567"}}"#,
    #"{"prometheus": {"url": "http://h", "proxy_url": "socks5://u:1234567@h"}}"#,
    #"{"prometheus": {"url": "http://h", "proxy_url": "http://u:1234567@h:port"}}"#,
    #"{"prometheus": {"url": "http://h", "headers": {"X-Key": "1234567\n"}}}"#,
  ])
  func messagesDoNotRepeatThem(json: String) {
    let resolution = resolve(json)
    #expect(!resolution.problems.isEmpty)
    #expect(!resolution.problems.map(\.description).joined().contains("1234567"))
    #expect(!ConfigListing(resolution).text.contains("1234567"))
  }

  @Test(arguments: [(0o644, true), (0o640, true), (0o604, true), (0o600, false), (0o400, false)])
  func aFileThatOthersCanReadIsMentioned(mode: UInt32, warned: Bool) {
    let warnings = resolve(file, mode: mode).warnings.map(\.description)
    #expect(warnings.isEmpty != warned)
    if warned {
      #expect(
        warnings == [
          "etc/goldtop.json:1:80: prometheus.basic_auth.password: this file holds a secret that "
            + "other users can read (mode \(String(mode, radix: 8))): run 'chmod 600 "
            + "etc/goldtop.json', or put the secret in a file of its own"
        ]
      )
    }
  }

  @Test(arguments: [
    #"{"refresh": "5s"}"#,
    #"{"prometheus": {"url": "http://h", "basic_auth": {"password_file": "f", "password": null}}}"#,
    #"{"prometheus": {"url": "http://h", "headers": {"X-Scope-OrgID": "shop"}}}"#,
  ])
  func aFileWithoutSecretsMayBeReadByAll(json: String) {
    #expect(resolve(json, mode: 0o644).warnings == [])
  }
}
