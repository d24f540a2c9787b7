/// The name of a file: bytes, as the system has it, which need not be UTF-8.
package struct FileName: Hashable, Sendable {
  /// The bytes.
  package let bytes: [UInt8]

  /// The name that has these bytes.
  package init(bytes: some Sequence<UInt8>) {
    self.bytes = Array(bytes)
  }

  /// The name in a string made by `SystemText`, such as an argument.
  package init(_ text: String) {
    bytes = SystemText.bytes(text)
  }

  /// Passes the name to the system.
  package func withPath<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    body(bytes.map { CChar(bitPattern: $0) } + [0])
  }
}

extension FileName: CustomStringConvertible, ExpressibleByStringLiteral {
  /// The name to show: bytes that are not UTF-8 as `\xE9`.
  package var description: String { SystemText.visible(SystemText.text(bytes)) }

  /// A name that is written in the code, such as a test's.
  package init(stringLiteral text: String) {
    self.init(text)
  }
}
