import Telemetry
import Testing

@Suite struct SecretTests {
  private let secret = Secret("hunter2")

  @Test func onlyRevealGivesItAway() {
    #expect(secret.reveal() == "hunter2")
    var dumped = ""
    dump(secret, to: &dumped)
    for text in [
      "\(secret)", secret.description, secret.debugDescription, String(describing: secret),
      String(reflecting: secret), dumped,
    ] {
      #expect(!text.contains("hunter2"), "\(text)")
    }
  }

  @Test func whateverHoldsItHidesItToo() {
    let access = HTTPAccess(
      authorization: .basic(username: "shop", password: .inline(secret)),
      headers: [.init(name: "X-Key", value: secret)]
    )
    let address = ServerAddress(url: "http://127.0.0.1:9090", access: access)
    var dumped = ""
    dump(address, to: &dumped)
    for text in ["\(address)", String(reflecting: address), dumped] {
      #expect(!text.contains("hunter2"))
      #expect(text.contains("shop"))
    }
  }

  @Test func secretsCompare() {
    #expect(secret == Secret("hunter2"))
    #expect(secret != Secret("hunter3"))
  }

  @Test func anAddressAsksForNothingUnlessTold() {
    let access = ServerAddress(url: "http://h").access
    #expect(access.authorization == nil)
    #expect(access.headers.isEmpty)
    #expect(access.proxy == .environment)
    #expect(access.tls == HTTPAccess.TLS())
    #expect(!access.tls.insecureSkipVerify)
    #expect(access.bodyLimit == 16 * 1024 * 1024)
    #expect(access.queryVerb == .automatic)
  }
}
