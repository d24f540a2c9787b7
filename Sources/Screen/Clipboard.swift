/// How much text terminals take onto their clipboard by an escape sequence (OSC 52).
package enum Clipboard {
  /// The most bytes that are sent; terminals cut or refuse sequences above 100,000 bytes, and base64
  /// makes four of three.
  package static let limit = 74_994
}
