import Telemetry

/// A request below a transport's base URL.
package struct HTTPRequest: Hashable, Sendable {
  /// The verbs that goldtop uses; both are sent only for what may safely be asked twice.
  package enum Method: String, Hashable, Sendable {
    /// Parameters go into the URL.
    case get = "GET"
    /// Parameters go into a form body.
    case post = "POST"
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
