/// How a request authenticated; user and token themselves are not in it, since either may
/// be a secret.
package enum SentLogin: Hashable, Sendable {
  /// Not at all.
  case none
  /// With a user and a password.
  case user
  /// With a token of a type, such as `Bearer`; `nil` for unknown types.
  case token(type: String?)

  /// Advice after a 401, as the end of a sentence.
  package var advice: String {
    switch self {
    case .none:
      "no credentials were sent; set 'basic_auth' or 'authorization' in the configuration"
    case .user: "wrong user or password"
    case .token(let type?): "the \(type) token was refused"
    case .token(nil): "the token was refused"
    }
  }
}

extension HTTPResponse {
  /// The server's words for a refusal, with advice on credentials if they are in doubt.
  package func refusal(_ message: String) -> String {
    status == 401 ? "\(message): \(login.advice)" : message
  }
}
