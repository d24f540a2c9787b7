import FoundationEssentials
import TestSupport
import Testing

/// Servers that repeat what they were sent: nothing that goldtop prints has a secret in it.
@Suite(.serialized) struct EchoedSecretsTests {
  private static let password = "s3cr3t/pass+word"
  private static let token = "tok3n=of~mine"

  /// What must not be seen anywhere.
  private static let forbidden: [String] = {
    let login = Data("oncall:\(password)".utf8).base64EncodedString()
    return [
      password, token, login, Data(token.utf8).base64EncodedString(), "s3cr3t%2Fpass%2Bword",
      "tok3n%3Dof~mine",
    ]
  }()

  /// Every header of a request, as it is, percent-encoded and in Base64.
  private static func echo(_ request: FakeRequest) -> String {
    let headers = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: " ")
    let basic = request[header: "authorization"]?.split(separator: " ").last.map(String.init) ?? ""
    let login = Data(base64Encoded: basic).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return "\(headers) \(login) \(login.replacing("/", with: "%2F").replacing("+", with: "%2B"))"
      + " \(token.replacing("=", with: "%3D"))"
  }

  @Test(arguments: ["error", "page", "redirect", "inside"])
  func nothingThatIsPrintedHasThem(_ way: String) async throws {
    try await FakeServer.run(handler: { request in
      let text = Self.echo(request)
      switch way {
      case "error": return .text("bad request: \(text)\n", status: 400)
      case "page": return .html("<title>Who is \(text)?</title>", status: 403)
      case "redirect":
        let path = text.filter { $0 != " " }
        return .answer(status: 302, headers: [("Location", "http://other.example/to/\(path)")])
      default:
        let login = request[header: "authorization"]?.split(separator: " ").last ?? ""
        return request.path.hasPrefix("/at/")
          ? .text("no: \(text)", status: 403)
          : .answer(status: 307, headers: [("Location", "/at/\(login)/x?\(Self.token)")])
      }
    }) { server in
      let folder = try TemporaryFolder()
      let access =
        #""basic_auth": {"username": "oncall", "password": "\#(Self.password)"}, "#
        + #""headers": {"X-Key": "\#(Self.token)"}"#
      let config = try folder.write(
        #"{"prometheus": {"url": "\#(server.url)", \#(access)}, "#
          + #""loki": {"url": "\#(server.url)", \#(access)}, "timeout": "60s"}"#,
        to: "config.json"
      )
      let log = folder.file("debug.log")
      for command in [
        ["snapshot"], ["snapshot", "--output", "json"], ["snapshot", "--view", "logs"],
        ["snapshot", "--debug-log", log], ["query", "up"], ["query", "up", "--output", "json"],
        ["logs", "--limit", "1"], ["config", "check"], ["config", "show"],
      ] {
        let run = try await Program.run(command + ["--config", config])
        let printed = run.output + run.errors
        for secret in Self.forbidden {
          #expect(!printed.contains(secret), "\(command): \(printed)")
        }
        if command[0] != "config", command.last != "logs" || way != "inside" {
          #expect(printed.contains("•••"), "\(command): \(printed)")
        }
      }
      let written = textOfFile(log)
      #expect(!written.isEmpty)
      for secret in Self.forbidden { #expect(!written.contains(secret)) }
    }
  }
}
