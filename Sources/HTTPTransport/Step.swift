import Telemetry

/// One request on the way to a response: the first, or one that a redirect asks for.
struct Step: Sendable {
  var method: HTTPRequest.Method
  /// The path and the query below the origin.
  var target: String
  /// The body; `nil` where there is none.
  var body: String?
  /// The type of the body.
  private(set) var contentType = "application/x-www-form-urlencoded"
  /// Whether it may be sent again after a connection that was closed.
  private(set) var isRepeatable = true
  /// The path alone, for records.
  private(set) var path = ""

  init(request: HTTPRequest, target: String) {
    method = request.method
    self.target = target
    let parameters = request.encodedParameters
    switch request.method {
    case .post: body = parameters
    case .get, .delete: self.target += parameters.isEmpty ? "" : "?\(parameters)"
    }
    if let json = request.json {
      (body, contentType, isRepeatable) = (json, "application/json", false)
    }
    path = Self.path(target)
  }

  private static func path(_ target: String) -> String {
    String(target.prefix { $0 != "?" })
  }

  /// The request that a redirect within the origin asks for.
  ///
  /// - Parameters:
  ///   - location: The `Location` header.
  ///   - response: The response; 303 asks for GET.
  ///   - base: The origin that must not be left.
  /// - Returns: The next request, whose path for records has no secret in it.
  /// - Throws: `TransportError.redirected` for another origin, since credentials must not follow.
  func following(
    _ location: String,
    of response: HTTPResponse,
    base: BaseURL
  ) throws(TransportError) -> Step {
    var next = self
    if location.hasPrefix("/"), !location.hasPrefix("//") {
      next.target = location
    } else {
      let absolute = location.hasPrefix("//") ? "\(base.scheme.rawValue):\(location)" : location
      // The query may be a login page's, and holds what the reader need not see.
      let shown = absolute.prefix { $0 != "?" && $0 != "#" }
      guard let url = try? BaseURL(String(shown)), url.origin == base.origin else {
        throw .redirected(
          status: response.status,
          "\(base.authority) redirects to \(response.words(String(shown))): "
            + "not followed"
        )
      }
      // A prefix has no slash at its end, without which this would lead here again.
      let path = shown.firstRange(of: "://").map { shown[$0.upperBound...].drop { $0 != "/" } }
      next.target = "/" + (path ?? "").dropFirst() + absolute.dropFirst(shown.count)
    }
    next.target = PercentEncoding.requestTarget(next.target)
    next.path = response.words(Self.path(next.target))
    if response.status == 303 {
      next.method = .get
      next.body = nil
    }
    return next
  }
}
