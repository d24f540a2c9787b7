import Telemetry

extension SettingsReader {
  /// The folders that relative paths of a file start from.
  struct Folders {
    /// The folder of the config file.
    var file: String
    /// The user's home, for `~/`; `nil` where it is not known.
    var home: String?
  }

  /// One server by its key at the top level; `nil` where none is named.
  mutating func server(_ name: String, _ folders: Folders) -> ServerAddress? {
    guard let url = text(name, "url") else { return nil }
    var access = HTTPAccess()
    access.authorization = authorization(name, folders)
    access.headers = headers(name)
    access.tls = tls(name, folders)
    access.proxy = proxy(name)
    if case .number(let bytes) = value([name, "body_limit"]) { access.bodyLimit = Int(bytes) }
    if let verb = text(name, "query_verb").flatMap(HTTPAccess.QueryVerb.init) {
      access.queryVerb = verb
    }
    return ServerAddress(url: url, access: access)
  }

  /// Grafana; `nil` where none is named.
  func grafana() -> GrafanaLink? {
    text("grafana", "url").map { url in
      GrafanaLink(
        url: url,
        metrics: text("grafana", "prometheus") ?? GrafanaLink.metrics,
        logs: text("grafana", "loki") ?? GrafanaLink.logs
      )
    }
  }

  private mutating func authorization(
    _ server: String,
    _ folders: Folders
  ) -> HTTPAccess.Authorization? {
    let basic = [server, "basic_auth"]
    if tree[basic] != nil {
      let password = credential(basic, "password", "password_file", folders)
      if tree[basic + ["password"]] == nil, tree[basic + ["password_file"]] == nil {
        complain(
          basic,
          "has no password: " + remedy(basic, "'password' or 'password_file'", "PASSWORD")
        )
      }
      if tree[basic + ["username"]] == nil {
        complain(basic, "has no user: " + remedy(basic, "'username'", "USERNAME"))
      }
      guard let username = text(server, "basic_auth", "username") else { return nil }
      if username.contains(":") {
        complain(basic + ["username"], "a user name cannot contain ':': remove it")
      }
      return password.map { .basic(username: username, password: $0) }
    }
    let token = [server, "authorization"]
    guard tree[token] != nil else { return nil }
    if tree[token + ["credentials"]] == nil, tree[token + ["credentials_file"]] == nil {
      complain(token, "has no token: write 'credentials' or 'credentials_file'")
    }
    let type = text(server, "authorization", "type") ?? "Bearer"
    return credential(token, "credentials", "credentials_file", folders).map {
      .token(type: type, credentials: $0)
    }
  }

  /// Remedy for a missing part, in a file or a variable.
  private func remedy(_ names: [String], _ keys: String, _ suffix: String) -> String {
    guard case .variable = origin(names) else { return "write \(keys)" }
    return "set GOLDTOP_\(names[0].uppercased())_\(suffix)"
  }

  private func credential(
    _ names: [String],
    _ inline: String,
    _ file: String,
    _ folders: Folders
  ) -> HTTPAccess.Credential? {
    if case .text(let secret) = value(names + [inline]) { return .inline(Secret(secret)) }
    return path(names + [file], folders).map(HTTPAccess.Credential.file)
  }

  private mutating func headers(_ server: String) -> [HTTPAccess.Header] {
    var headers: [HTTPAccess.Header] = []
    for member in tree[server, "headers"]?.members ?? [] {
      let names = [server, "headers", member.name]
      if let complaint = Self.complaint(aboutHeader: member.name) {
        complain(ConfigPath(names), at: member.nameOrigin, complaint)
      }
      if headers.contains(where: { $0.name.lowercased() == member.name.lowercased() }) {
        complain(
          ConfigPath(names),
          at: member.nameOrigin,
          "duplicate header (case is ignored): remove one"
        )
      }
      guard case .text(let text) = value(names) else { continue }
      let isSecret = ConfigShape.root.at(names)?.kind?.isSecret ?? true
      headers.append(
        HTTPAccess.Header(name: member.name, value: Secret(text), isSecret: isSecret)
      )
    }
    return headers
  }

  /// Headers that the client sets itself would be sent twice, or break the framing.
  private static func complaint(aboutHeader name: String) -> String? {
    guard ConfigKind.isToken(name) else {
      return "not a header name: use letters, digits and '-'"
    }
    switch name.lowercased() {
    case "authorization": return "has its own key: use 'authorization' or 'basic_auth'"
    case "host", "content-length", "content-type", "transfer-encoding", "connection",
      "accept-encoding", "te", "trailer", "upgrade", "proxy-authorization":
      return "goldtop sets this header itself: remove it"
    default: return nil
    }
  }

  private mutating func tls(_ server: String, _ folders: Folders) -> HTTPAccess.TLS {
    let names = [server, "tls_config"]
    var tls = HTTPAccess.TLS()
    tls.caFile = path(names + ["ca_file"], folders)
    tls.certificateFile = path(names + ["cert_file"], folders)
    tls.keyFile = path(names + ["key_file"], folders)
    tls.serverName = text(server, "tls_config", "server_name")
    tls.insecureSkipVerify = value(names + ["insecure_skip_verify"]) == .boolean(true)
    if tls.certificateFile != nil, tls.keyFile == nil {
      complain(names + ["cert_file"], "a certificate needs its key: set 'key_file' too")
    }
    if tls.keyFile != nil, tls.certificateFile == nil {
      complain(names + ["key_file"], "a key needs its certificate: set 'cert_file' too")
    }
    return tls
  }

  private mutating func proxy(_ server: String) -> HTTPAccess.Proxy {
    let exceptions = text(server, "no_proxy")
    if let url = text(server, "proxy_url") { return .url(url, noProxy: exceptions ?? "") }
    if exceptions != nil {
      complain(
        [server, "no_proxy"],
        "only works with 'proxy_url': set that too, or the variable NO_PROXY"
      )
    }
    let asks = value([server, "proxy_from_environment"]) != .boolean(false)
    return asks ? .environment : .direct
  }

  /// A path; one from a file is relative to that file, others to the working folder.
  private func path(_ names: [String], _ folders: Folders) -> String? {
    guard case .text(let path) = value(names) else { return nil }
    if path.hasPrefix("~/"), let home = folders.home { return home + path.dropFirst() }
    guard origin(names).isFile, !path.hasPrefix("/"), !folders.file.isEmpty else {
      return path
    }
    return folders.file + "/" + path
  }
}
