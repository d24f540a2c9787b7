import HTTPTransport
import Telemetry

/// Where a dashboard's JSON is fetched: the address of the JSON, or of the page that shows the dashboard.
struct DashboardAddress: Hashable {
  /// The base URL of the server.
  let server: String
  /// The path below it, with a query where there is one.
  let path: String
  /// Whether it is grafana.com, whose dashboards are public.
  let isPublic: Bool

  /// Reads an argument; `nil` where it is no URL but the name of a file.
  ///
  /// - Source: <https://grafana.com/docs/grafana/latest/developers/http_api/dashboard/> for `uid`; the
  ///   download link on the page of a dashboard of grafana.com.
  init?(_ argument: String) {
    guard argument.hasPrefix("http://") || argument.hasPrefix("https://") else { return nil }
    let start = argument.firstRange(of: "://")?.upperBound ?? argument.startIndex
    let authority = argument[start...].prefix { !"/?#".contains($0) }
    server = String(argument[..<authority.endIndex])
    let rest = argument[authority.endIndex...].prefix { $0 != "#" }
    let names = rest.prefix { $0 != "?" }.split(separator: "/").map(String.init)
    isPublic = ["grafana.com", "www.grafana.com"].contains(authority.lowercased())
    if isPublic, names.count >= 3, names[0] == "grafana", names[1] == "dashboards" {
      path = "/api/dashboards/\(names[2].prefix { $0 != "-" })/revisions/latest/download"
    } else if let page = names.firstIndex(of: "d"), page + 1 < names.count, page <= 1 {
      let prefix = names[..<page].map { "/\($0)" }.joined()
      path = "\(prefix)/api/dashboards/uid/\(names[page + 1])"
    } else {
      path = rest.isEmpty ? "/" : String(rest)
    }
  }

  /// The address of a library panel of the same Grafana; `nil` where it is none that is known, or the UID
  /// is none.
  func libraryPanel(_ uid: String) -> DashboardAddress? {
    let isPlain = uid.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
    guard isPlain, !uid.isEmpty, !isPublic, let end = path.firstRange(of: "/api/dashboards/uid/")
    else { return nil }
    return DashboardAddress(
      server: server,
      path: "\(path[..<end.lowerBound])/api/library-elements/\(uid)"
    )
  }

  private init(server: String, path: String) {
    (self.server, self.path, isPublic) = (server, path, false)
  }

  /// Fetches the JSON.
  ///
  /// - Parameters:
  ///   - token: Of a service account; it never goes to grafana.com.
  ///   - variables: The process environment, for the proxy variables.
  /// - Returns: The body of the answer.
  /// - Throws: `CommandEnd`, which says what the server answered.
  func fetch(
    token: HTTPAccess.Credential?,
    variables: [String: String]
  ) async throws(CommandEnd) -> [UInt8] {
    var access = HTTPAccess()
    access.bodyLimit = Self.limit
    if let token, !isPublic { access.authorization = .token(type: "Bearer", credentials: token) }
    let transport: HTTPTransport
    do throws(TransportError) {
      transport = try HTTPTransport(
        ServerAddress(url: server, access: access),
        environment: variables
      )
    } catch {
      throw CommandEnd(.usage, SourceError(error).headline)
    }
    let answer: Result<HTTPResponse, TransportError>
    do throws(TransportError) {
      answer = .success(try await transport.send(HTTPRequest(.get, path, deadline: .seconds(20))))
    } catch {
      answer = .failure(error)
    }
    await transport.shutdown()
    switch answer {
    case .failure(let error):
      throw CommandEnd(.unreachable, "\(server): \(SourceError(error).headline)")
    case .success(let response) where response.status != 200:
      let isRefusal = [401, 403].contains(response.status)
      let advice = isRefusal ? ": set GRAFANA_TOKEN or --token-file" : ""
      throw CommandEnd(.unreachable, "\(server) answers HTTP \(response.status)\(advice)")
    case .success(let response): return Array(response.body)
    }
  }

  /// The largest dashboards have a few megabytes.
  static let limit = 16 << 20
}
