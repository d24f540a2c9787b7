/// A request that a fake server got.
package struct FakeRequest: Sendable {
  /// The verb.
  package var method: String
  /// The request target as it came, with the query.
  package var target: String
  /// Header names in lower case with their values, in order.
  package var headers: [(name: String, value: String)]
  /// The body.
  package var body: [UInt8]

  /// Makes a request.
  package init(
    method: String,
    target: String,
    headers: [(name: String, value: String)],
    body: [UInt8]
  ) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
  }

  /// The target without its query.
  package var path: String { String(target.prefix { $0 != "?" }) }

  /// The query as it came, without the question mark.
  package var query: String { String(target.drop { $0 != "?" }.dropFirst()) }

  /// The body as text.
  package var text: String { String(decoding: body, as: UTF8.self) }

  /// The first value of a header; its name in lower case.
  package subscript(header name: String) -> String? {
    headers.first { $0.name == name }?.value
  }

  /// The parameters of the query and of a form body, decoded, in order.
  package var parameters: [(name: String, value: String)] {
    let form = self[header: "content-type"]?.hasPrefix("application/x-www-form-urlencoded") == true
    let pairs = query.split(separator: "&") + (form ? text.split(separator: "&") : [])
    return pairs.map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (Self.decoded(parts[0]), parts.count > 1 ? Self.decoded(parts[1]) : "")
    }
  }

  /// The first value of a parameter.
  package func parameter(_ name: String) -> String? {
    parameters.first { $0.name == name }?.value
  }

  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
        bytes.append(code ?? byte)
        rest = rest.dropFirst(code == nil ? 0 : 2)
      case UInt8(ascii: "+"): bytes.append(0x20)
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
