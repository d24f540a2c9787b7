/// What lines of one kind have in common: a message without what differs from one line to the next.
package struct LinePattern: Hashable, Sendable {
  /// The message with `#` for numbers and IDs, and `…` for what stands in quotes; hostile until written.
  package let text: String

  /// The most characters that count.
  private static let limit = 200

  /// Finds the pattern of a message.
  ///
  /// A word with a digit in it becomes `#`, whatever its other characters, and so does what is quoted:
  /// these are numbers, IDs, addresses, times and values.
  package init(_ message: String) {
    var text = ""
    var word = ""
    var quote: Character?
    func put(_ word: String) {
      guard !word.isEmpty else { return }
      // Neighbours that differ are one.
      let isValue = word.utf8.contains { (48...57).contains($0) }
      text += isValue ? (text.hasSuffix("#") ? "" : "#") : word
    }
    for character in message.prefix(Self.limit) {
      if let open = quote {
        if character == open {
          text += "…\(open)"
          quote = nil
        }
        continue
      }
      switch character {
      case "\"", "`":
        put(word)
        word = ""
        text.append(character)
        quote = character
      case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", ":", "@":
        word.append(character)
      default:
        put(word)
        word = ""
        text.append(character.isWhitespace ? " " : character)
      }
    }
    put(word)
    self.text = quote == nil ? text : text + "…"
  }
}
