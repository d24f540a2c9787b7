package import Telemetry

/// Names an endpoint: a route, and where they are told apart a method.
package struct Endpoint: Hashable, Sendable, Comparable {
  /// The route.
  package var route: Route
  /// The method; `nil` for all.
  package var method: String?

  /// Names an endpoint.
  package init(_ route: Route, method: String? = nil) {
    self.route = route
    self.method = method
  }

  /// Names it as people do: `GET /users/*`, or the route alone; hostile until drawn.
  package var name: String { [method, route.text].compactMap(\.self).joined(separator: " ") }

  /// Reads a name; a word of capitals in front is the method.
  package init(name: String) {
    let first = name.prefix { $0 != " " }
    let isMethod =
      first.endIndex < name.endIndex && first.allSatisfy { $0.isASCII && $0.isUppercase }
    let rest = isMethod ? name[first.endIndex...].drop { $0 == " " } : name[...]
    self.init(Route(String(rest)), method: isMethod ? String(first) : nil)
  }

  package static func < (left: Endpoint, right: Endpoint) -> Bool {
    (left.route, left.method ?? "") < (right.route, right.method ?? "")
  }

  /// What selects its requests; a profile without a route or method selects by what it has.
  func matchers(in requests: RequestMetrics) -> [LabelMatcher] {
    let route = requests.endpointLabel.map { self.route.matcher($0) }
    let method = requests.methodLabel.flatMap { label in
      self.method.map { LabelMatcher(label, .equal, $0) }
    }
    return [route, method].compactMap(\.self)
  }
}
