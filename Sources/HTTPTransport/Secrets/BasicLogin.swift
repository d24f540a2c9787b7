import FoundationEssentials
import Telemetry

/// A user and a password as HTTP sends them (RFC 7617).
enum BasicLogin {
  /// The value of `Authorization` or `Proxy-Authorization`.
  static func header(_ user: String, _ password: Secret) -> String {
    "Basic " + Data("\(user):\(password.reveal())".utf8).base64EncodedString()
  }
}
