import Telemetry

/// A request below a transport's base URL.
package struct HTTPRequest: Hashable, Sendable {
  /// The verbs that goldtop uses.
  package enum Method: String, Hashable, Sendable {
    /// Parameters go into the URL.
    case get = "GET"
    /// Parameters go into a form body, unless there is a body of JSON.
    case post = "POST"
    /// Ends what the path names.
    case delete = "DELETE"
  }

  /// One parameter, not yet encoded; names may repeat, as `match[]` does.
  package struct Parameter: Hashable, Sendable {
    /// The name.
    package var name: String
    /// The value.
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The verb.
  package var method: Method
  /// The path below the base URL, percent-encoded, with a leading slash.
  package var path: String
  /// Sent in this order.
  package var parameters: [Parameter]
  /// The most that the caller waits, body included.
  package var deadline: Duration
  /// The body of a request that changes something, which is never sent twice; `nil` for one that asks.
  package var json: String?

  package init(
    _ method: Method = .get,
    _ path: String,
    parameters: [Parameter] = [],
    deadline: Duration
  ) {
    self.method = method
    self.path = path
    self.parameters = parameters
    self.deadline = deadline
  }

  /// The parameters as `application/x-www-form-urlencoded`, which serves as a URL's query too.
  package var encodedParameters: String {
    parameters
      .map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
      .joined(separator: "&")
  }
}
