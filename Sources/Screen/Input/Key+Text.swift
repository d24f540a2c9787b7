extension Key {
  /// The key as help and settings write it: `q`, `Space`, `Ctrl-L`, `Shift-Tab`, `F5`.
  package var text: String {
    if let name = Self.names.first(where: { $0.key == self })?.name { return name }
    switch self {
    case .character(let character): return String(character)
    case .control(let letter): return "Ctrl-" + letter.uppercased()
    case .function(let number): return "F\(number)"
    case .paste: return "paste"
    default: return ""
    }
  }

  /// Reads a key as help writes it; names in any case.
  ///
  /// Returns `nil` if it is not a key.
  package init?(text: String) {
    if let named = Self.names.first(where: { $0.name.lowercased() == text.lowercased() }) {
      self = named.key
      return
    }
    let lowered = text.lowercased()
    if lowered.hasPrefix("ctrl-"), lowered.count == 6, let letter = lowered.last, letter.isASCII,
      letter.isLetter
    {
      self = .control(letter)
    } else if lowered.hasPrefix("f"), let number = Int(lowered.dropFirst()),
      (1...12).contains(number)
    {
      self = .function(number)
    } else if text.count == 1, let character = text.first, VisibleText.width(of: text) == 1,
      VisibleText.sanitized(text) == text,
      !character.isWhitespace
    {
      self = .character(character)
    } else {
      return nil
    }
  }

  private static let names: [(key: Key, name: String)] = [
    (.character(" "), "Space"), (.enter, "Enter"), (.escape, "Esc"), (.tab, "Tab"),
    (.backtab, "Shift-Tab"), (.backspace, "Backspace"), (.delete, "Delete"), (.up, "Up"),
    (.down, "Down"), (.left, "Left"), (.right, "Right"), (.pageUp, "PgUp"), (.pageDown, "PgDn"),
    (.home, "Home"), (.end, "End"),
  ]
}
