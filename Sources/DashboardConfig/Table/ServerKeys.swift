import Telemetry

/// The keys of one server: its URL and what Prometheus calls `http_config`.
///
/// - Source: <https://prometheus.io/docs/prometheus/latest/configuration/configuration/#http_config>.
enum ServerKeys {
  /// The servers by key, with what each is.
  static let servers = [
    (name: "prometheus", summary: "The metrics server: Prometheus, or a server with its API"),
    (name: "alertmanager", summary: "Alertmanager, for silences and inhibitions"),
    (name: "loki", summary: "The log server"),
  ]

  /// The keys at the top level, with variables and flags.
  static let all: [ConfigKey] = servers.flatMap { server in
    keys(server.name, server.summary).map { named($0, server: server.name) }
  }

  /// The same keys in every environment.
  static let inEnvironments: [ConfigKey] = servers.flatMap {
    keys("environments.*.\($0.name)", $0.summary)
  }

  private static let defaults = HTTPAccess()

  /// Paths that people paste with the URL, longest first.
  private static let apiPaths = [
    "/api/v1/query_range", "/api/v1/query", "/api/v1", "/graph", "/query", "/alerts", "/rules",
    "/targets", "/api/v2/alerts", "/api/v2",
    "/loki/api/v1/query_range", "/loki/api/v1/push", "/loki/api/v1",
  ].sorted { $0.count > $1.count }

  private static func keys(_ server: String, _ summary: String) -> [ConfigKey] {
    [
      ConfigKey(server, nil, summary),
      ConfigKey(
        "\(server).url",
        .baseURL(apiPaths: apiPaths),
        "Base URL, with the path prefix if there is one"
      ),
    ] + credentials(server) + tls(server) + connection(server) + refused(server)
  }

  private static func credentials(_ server: String) -> [ConfigKey] {
    [
      ConfigKey("\(server).basic_auth", nil, "User name and password"),
      ConfigKey("\(server).basic_auth.username", .confidential(), "The user name"),
      ConfigKey("\(server).basic_auth.password", .secret, "The password"),
      ConfigKey(
        "\(server).basic_auth.password_file",
        .secretFile,
        "File with the password; reread when it changes"
      ),
      ConfigKey("\(server).authorization", nil, "A token in the Authorization header"),
      ConfigKey(
        "\(server).authorization.type",
        .authorizationType,
        "Type; Bearer by default"
      ),
      ConfigKey("\(server).authorization.credentials", .secret, "The token"),
      ConfigKey(
        "\(server).authorization.credentials_file",
        .secretFile,
        "File with the token; reread when it changes"
      ),
      ConfigKey("\(server).headers", nil, "Headers to send with every request"),
      ConfigKey("\(server).headers.X-Scope-OrgID", .text(), "Tenant of Mimir, Loki or Cortex"),
      ConfigKey("\(server).headers.*", .secret, "The value of one header"),
    ]
  }

  private static func tls(_ server: String) -> [ConfigKey] {
    [
      ConfigKey("\(server).tls_config", nil, "TLS settings"),
      ConfigKey(
        "\(server).tls_config.ca_file",
        .file,
        "CA certificates to trust besides the system's, PEM"
      ),
      ConfigKey("\(server).tls_config.cert_file", .file, "Client certificate, PEM"),
      ConfigKey("\(server).tls_config.key_file", .secretFile, "Client private key, PEM"),
      ConfigKey(
        "\(server).tls_config.server_name",
        .text("a host name"),
        "Name expected in the server's certificate, instead of the host's"
      ),
      ConfigKey(
        "\(server).tls_config.insecure_skip_verify",
        .boolean,
        .boolean(defaults.tls.insecureSkipVerify),
        "Accept any certificate"
      ),
    ]
  }

  private static func connection(_ server: String) -> [ConfigKey] {
    [
      ConfigKey("\(server).proxy_url", .proxyURL, "The proxy"),
      ConfigKey(
        "\(server).no_proxy",
        .text("hosts separated by commas"),
        "Hosts to reach without 'proxy_url'"
      ),
      ConfigKey(
        "\(server).proxy_from_environment",
        .boolean,
        .boolean(defaults.proxy == .environment),
        "Use HTTPS_PROXY, HTTP_PROXY and NO_PROXY"
      ),
      ConfigKey(
        "\(server).body_limit",
        .bytes(1024...(4 << 30)),
        .text(Measure.text(Double(defaults.bodyLimit), .bytes)),
        "Maximum size of a response, decompressed"
      ),
      ConfigKey(
        "\(server).query_verb",
        .choice(HTTPAccess.QueryVerb.allCases.map(\.rawValue)),
        .text(defaults.queryVerb.rawValue),
        "HTTP method of queries; auto tries POST, then GET"
      ),
    ]
  }

  private static func refused(_ server: String) -> [ConfigKey] {
    [
      .refused(
        "\(server).bearer_token",
        "Prometheus has renamed it: write 'authorization' with the token as 'credentials'"
      ),
      .refused(
        "\(server).bearer_token_file",
        "Prometheus has renamed it: write 'authorization' with the path as 'credentials_file'"
      ),
      .refused(
        "\(server).http_headers",
        "use 'headers' with one string per header: { \"X-Scope-OrgID\": \"team\" }"
      ),
      .refused(
        "\(server).follow_redirects",
        "goldtop never follows redirects to another origin: remove it"
      ),
      .refused("\(server).enable_http2", "goldtop only supports HTTP/1.1: remove it"),
      .refused(
        "\(server).oauth2",
        "goldtop cannot fetch tokens: have another program write the token to a file, and set it "
          + "as 'authorization.credentials_file'"
      ),
    ]
  }

  /// Gives a key at the top level its variables, and its flag where it has one.
  private static func named(_ key: ConfigKey, server: String) -> ConfigKey {
    let member = key.path.dropFirst().joined(separator: ".")
    guard let suffix = suffixes[member] else { return key }
    let own = "GOLDTOP_\(server.uppercased())_\(suffix)"
    let named =
      switch neighbours["\(server).\(member)"] {
      case let neighbour?: key.variables(own, neighbour)
      case nil: key.variables(own)
      }
    return member == "url" ? named.flag(server) : named
  }

  private static let suffixes = [
    "url": "URL",
    "basic_auth.username": "USERNAME",
    "basic_auth.password": "PASSWORD",
    "basic_auth.password_file": "PASSWORD_FILE",
    "authorization.credentials": "BEARER_TOKEN",
    "authorization.credentials_file": "BEARER_TOKEN_FILE",
    "headers.X-Scope-OrgID": "ORG_ID",
    "tls_config.ca_file": "CA_FILE",
    "tls_config.cert_file": "CERT_FILE",
    "tls_config.key_file": "KEY_FILE",
    "tls_config.server_name": "SERVER_NAME",
    "tls_config.insecure_skip_verify": "INSECURE_SKIP_VERIFY",
    "proxy_url": "PROXY_URL",
  ]

  /// Variables of `logcli`, and common names for the other servers.
  ///
  /// - Source: <https://grafana.com/docs/loki/latest/query/logcli/>.
  private static let neighbours = [
    "prometheus.url": "PROMETHEUS_URL",
    "alertmanager.url": "ALERTMANAGER_URL",
    "loki.url": "LOKI_ADDR",
    "loki.basic_auth.username": "LOKI_USERNAME",
    "loki.basic_auth.password": "LOKI_PASSWORD",
    "loki.authorization.credentials": "LOKI_BEARER_TOKEN",
    "loki.authorization.credentials_file": "LOKI_BEARER_TOKEN_FILE",
    "loki.headers.X-Scope-OrgID": "LOKI_ORG_ID",
    "loki.tls_config.ca_file": "LOKI_CA_CERT_PATH",
    "loki.tls_config.cert_file": "LOKI_CLIENT_CERT_PATH",
    "loki.tls_config.key_file": "LOKI_CLIENT_KEY_PATH",
    "loki.tls_config.insecure_skip_verify": "LOKI_TLS_SKIP_VERIFY",
    "loki.proxy_url": "LOKI_HTTP_PROXY_URL",
  ]
}
