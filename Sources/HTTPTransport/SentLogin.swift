/// What a request told the server of who asks.
package enum SentLogin: Hashable, Sendable {
  /// Nothing.
  case none
  /// A user with a password.
  case user(String)
  /// A token of a type, such as `Bearer`.
  case token(type: String)

  /// What to make of a 401, for the end of a sentence.
  package var advice: String {
    switch self {
    case .none:
      "no credentials were sent; set 'basic_auth' or 'authorization' in the configuration"
    case .user(let name): "user '\(name)' with this password was refused"
    case .token(let type): "the \(type) token was refused"
    }
  }
}

extension HTTPResponse {
  /// The server's words for a refusal, with what it was told of who asks where that is in doubt.
  package func refusal(_ message: String) -> String {
    status == 401 ? "\(message): \(login.advice)" : message
  }
}
