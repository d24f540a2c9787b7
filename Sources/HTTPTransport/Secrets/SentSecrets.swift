package import Telemetry

/// The secrets that a request carried, so that they can be hidden where the other side repeats them.
///
/// Servers and gateways dump headers into their error texts, and a redirect may carry a token along.
package struct SentSecrets: Hashable, Sendable {
  /// Stands where a secret stood.
  package static let mark = "•••"
  /// Longer words of a server are cut.
  static let limit = 8 << 10

  private let secrets: [Secret]

  /// Remembers secrets; empty ones do not count.
  package init(_ secrets: [Secret] = []) {
    self.secrets = secrets.filter { !$0.reveal().isEmpty }
  }

  /// A password, alone and with its user, as the one text of which `Basic` makes Base64.
  static func login(_ user: String, _ password: Secret) -> [Secret] {
    password.reveal().isEmpty ? [] : [password, Secret("\(user):\(password.reveal())")]
  }

  /// A server's words with each secret hidden: as it was sent, in Base64, and behind the escapes of
  /// URLs, JSON and HTML, also several at once.
  ///
  /// A secret of less than eight bytes counts only where it is a word of its own: masked within other
  /// words, as `a` in `bad gateway`, it would be read from its gaps. One that is cut off by the end of
  /// the text counts from six bytes.
  package func masked(_ text: String) -> String {
    let isLong = text.utf8.count > Self.limit
    let bytes = Array(text.utf8.prefix(Self.limit))
    guard !secrets.isEmpty else { return isLong ? Self.text(bytes) + "…" : text }
    var hidden = [Bool](repeating: false, count: bytes.count)
    let patterns = secrets.flatMap { SecretPattern.all(of: Array($0.reveal().utf8)) }
    var spelling: EscapedText? = EscapedText(bytes)
    for _ in 0..<EscapedText.depth {
      guard let read = spelling else { break }
      for pattern in patterns {
        for range in pattern.ranges(in: read.bytes) {
          for index in read.origin(of: range) { hidden[index] = true }
        }
      }
      spelling = read.unescaped()
    }
    guard hidden.contains(true) else { return isLong ? Self.text(bytes) + "…" : text }
    return Self.text(Self.replaced(bytes, hidden)) + (isLong ? "…" : "")
  }

  private static func replaced(_ bytes: [UInt8], _ hidden: [Bool]) -> [UInt8] {
    var shown: [UInt8] = []
    for index in bytes.indices {
      if !hidden[index] {
        shown.append(bytes[index])
      } else if index == 0 || !hidden[index - 1] {
        shown += mark.utf8
      }
    }
    return shown
  }

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}

extension HTTPResponse {
  /// Words of the server's, without the secrets that the request carried.
  ///
  /// Everything of a response that is to be read by people, and is not data, comes this way.
  package func words(_ text: String) -> String {
    secrets.masked(text)
  }
}
