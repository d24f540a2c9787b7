/// How a request told the server who asks; user and token themselves are not in it, since either may
/// be a secret.
package enum SentLogin: Hashable, Sendable {
  /// Not at all.
  case none
  /// With a user and a password.
  case user
  /// With a token of a type, such as `Bearer`; `nil` for one that nobody knows.
  case token(type: String?)

  /// What to make of a 401, for the end of a sentence.
  package var advice: String {
    switch self {
    case .none:
      "no credentials were sent; set 'basic_auth' or 'authorization' in the configuration"
    case .user: "the user with this password was refused"
    case .token(let type?): "the \(type) token was refused"
    case .token(nil): "the token was refused"
    }
  }
}

extension HTTPResponse {
  /// The server's words for a refusal, with what it was told of who asks where that is in doubt.
  package func refusal(_ message: String) -> String {
    status == 401 ? "\(message): \(login.advice)" : message
  }
}
