/// A text that must not be shown: its descriptions are hidden, and only `reveal` gives it away.
package struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let text: String

  /// Wraps a secret.
  package init(_ text: String) {
    self.text = text
  }

  /// Always the same mark.
  package var description: String { "<secret>" }
  /// Always the same mark.
  package var debugDescription: String { description }
  /// Shows nothing to `dump` either.
  package var customMirror: Mirror { Mirror(self, children: []) }

  /// The secret itself, for the one place that sends it.
  package func reveal() -> String { text }
}

/// Where a server is, and how a client is to talk to it.
package struct ServerAddress: Hashable, Sendable {
  /// The base URL, which may have a path prefix; user and password in it are refused.
  package var url: String
  /// Authentication, TLS, proxy and limits.
  package var access: HTTPAccess

  package init(url: String, access: HTTPAccess = HTTPAccess()) {
    self.url = url
    self.access = access
  }
}

/// How requests to one server are made; the names are those of Prometheus' `http_config`.
///
/// - Source: <https://prometheus.io/docs/prometheus/latest/configuration/configuration/#http_config>.
package struct HTTPAccess: Hashable, Sendable {
  /// A secret that is given in place, or in a file that is read again when it changes.
  package enum Credential: Hashable, Sendable {
    /// From the configuration or the environment.
    case inline(Secret)
    /// The path of a file; white space around its text does not count.
    case file(String)
  }

  /// The credentials.
  package enum Authorization: Hashable, Sendable {
    /// `basic_auth`.
    case basic(username: String, password: Credential)
    /// `authorization`; the type is `Bearer` by default.
    case token(type: String, credentials: Credential)

    /// Whether a text is the name of a scheme that is in use.
    ///
    /// Anything else in its place may be the token itself, and must not be shown.
    ///
    /// - Source: <https://www.iana.org/assignments/http-authschemes>, and what APIs use beside it.
    package static func isKnownType(_ text: String) -> Bool {
      knownTypes.contains(text.lowercased())
    }

    private static let knownTypes: Set = [
      "basic", "bearer", "concealed", "digest", "dpop", "gnap", "hoba", "mutual", "negotiate",
      "oauth", "privatetoken", "vapid", "api-key", "apikey", "aws4-hmac-sha256", "geniekey", "hawk",
      "key", "ntlm", "sharedkey", "splunk", "ssws", "token",
    ]
  }

  /// `tls_config`.
  package struct TLS: Hashable, Sendable {
    /// PEM file of certificates to trust beside the system's.
    package var caFile: String?
    /// PEM file of the client's certificate; needs `keyFile`.
    package var certificateFile: String?
    /// PEM file of the client's private key.
    package var keyFile: String?
    /// The name that the server's certificate must carry, instead of the host's.
    package var serverName: String?
    /// Accept any certificate.
    package var insecureSkipVerify: Bool

    package init(
      caFile: String? = nil,
      certificateFile: String? = nil,
      keyFile: String? = nil,
      serverName: String? = nil,
      insecureSkipVerify: Bool = false
    ) {
      self.caFile = caFile
      self.certificateFile = certificateFile
      self.keyFile = keyFile
      self.serverName = serverName
      self.insecureSkipVerify = insecureSkipVerify
    }
  }

  /// Which way requests leave.
  package enum Proxy: Hashable, Sendable {
    /// `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` decide, values given by the caller.
    case environment
    /// This one, unless the host matches `noProxy` (a `NO_PROXY` list).
    case url(String, noProxy: String)
    /// None.
    case direct
  }

  /// Which verb a query is sent with.
  package enum QueryVerb: String, Hashable, Sendable, CaseIterable {
    /// POST, and GET from then on where the server refuses it.
    case automatic = "auto"
    /// Always POST.
    case post
    /// Always GET.
    case get
  }

  /// `nil` asks without authorization.
  package var authorization: Authorization?
  /// Headers sent with every request, such as `X-Scope-OrgID`, in the order given.
  package var headers: [Header]
  /// TLS.
  package var tls: TLS
  /// Proxy.
  package var proxy: Proxy
  /// The most bytes that a decompressed body may have; each request under way may hold as many.
  package var bodyLimit: Int
  /// Which verb queries use.
  package var queryVerb: QueryVerb

  /// One header.
  package struct Header: Hashable, Sendable {
    /// The header's name.
    package var name: String
    /// Its value.
    package var value: Secret
    /// Whether the value must not be shown, also where a server repeats it.
    package var isSecret: Bool

    package init(name: String, value: Secret, isSecret: Bool = true) {
      self.name = name
      self.value = value
      self.isSecret = isSecret
    }

    /// A header whose value is not secret.
    package init(name: String, text: String) {
      self.init(name: name, value: Secret(text), isSecret: false)
    }
  }

  /// By default, no authentication.
  package init(
    authorization: Authorization? = nil,
    headers: [Header] = [],
    tls: TLS = TLS(),
    proxy: Proxy = .environment,
    bodyLimit: Int = 16 << 20,
    queryVerb: QueryVerb = .automatic
  ) {
    self.authorization = authorization
    self.headers = headers
    self.tls = tls
    self.proxy = proxy
    self.bodyLimit = bodyLimit
    self.queryVerb = queryVerb
  }
}
