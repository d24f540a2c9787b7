/// A word of a command line as a POSIX shell reads it back.
package struct ShellWord: Hashable, Sendable {
  /// The word, in single quotes where it needs any.
  package let text: String

  package init(_ word: String) {
    let isPlain = word.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "/", ":", "=", ",", "@", "%", "+": true
      default: false
      }
    }
    let parts = word.split(separator: "'", omittingEmptySubsequences: false)
    text = isPlain && !word.isEmpty ? word : "'\(parts.joined(separator: #"'\''"#))'"
  }
}
