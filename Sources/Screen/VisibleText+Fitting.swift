extension VisibleText {
  /// A text cut to so many columns; where something was cut, its last column is the ellipsis.
  ///
  /// The result has passed the allow-list.
  package static func truncated(
    _ text: some StringProtocol,
    to columns: Int,
    ellipsis: Unicode.Scalar = "…"
  ) -> String {
    guard columns > 0 else { return "" }
    var whole = String.UnicodeScalarView()
    // The part that leaves a column for the ellipsis.
    var kept = String.UnicodeScalarView()
    var used = 0
    var keptAll = true
    var fits = true
    forEachScalar(in: text) { scalar, width in
      guard used + width <= columns else {
        fits = false
        return false
      }
      used += width
      whole.append(scalar)
      keptAll = keptAll && used < columns
      if keptAll { kept.append(scalar) }
      return true
    }
    guard !fits else { return String(whole) }
    kept.append(ellipsis)
    return String(kept)
  }

  /// A text broken into lines of at most so many columns, at spaces where there are any.
  ///
  /// A word wider than a line is broken anywhere; spaces at a break are dropped. There is always a
  /// line, an empty one for no text; with no column there is none. Line ends in the text are marks
  /// like everywhere, so one text is one paragraph.
  package static func wrapped(_ text: some StringProtocol, to columns: Int) -> [String] {
    guard columns > 0 else { return [] }
    var wrapping = Wrapping(columns: columns)
    forEachScalar(in: text) { scalar, width in
      wrapping.append(scalar, width)
      return true
    }
    return wrapping.finish()
  }

  /// A text being broken: finished lines, the line so far, and the word at its end.
  private struct Wrapping {
    let columns: Int
    private var lines: [String] = []
    private var line = String.UnicodeScalarView()
    private var lineWidth = 0
    private var word = String.UnicodeScalarView()
    private var wordWidth = 0
    private var spaces = 0

    init(columns: Int) {
      self.columns = columns
    }

    mutating func append(_ scalar: Unicode.Scalar, _ width: Int) {
      if scalar == " " {
        takeWord()
        spaces += 1
        return
      }
      // A wide character has no place in a single column.
      let (scalar, width) = width > columns ? ("…", 1) : (scalar, width)
      if wordWidth + width > columns {
        takeWord()
        endLine()
      }
      word.append(scalar)
      wordWidth += width
    }

    mutating func finish() -> [String] {
      takeWord()
      lines.append(String(line))
      return lines
    }

    /// Moves the word to the line, or to a new one where it does not fit.
    private mutating func takeWord() {
      guard !word.isEmpty else { return }
      if lineWidth + spaces + wordWidth > columns, lineWidth > 0 { endLine() }
      if lineWidth > 0 || lines.isEmpty, spaces + wordWidth <= columns {
        line.append(contentsOf: String(repeating: " ", count: spaces).unicodeScalars)
        lineWidth += spaces
      }
      line.append(contentsOf: word)
      lineWidth += wordWidth
      (word, wordWidth, spaces) = (String.UnicodeScalarView(), 0, 0)
    }

    private mutating func endLine() {
      lines.append(String(line))
      (line, lineWidth, spaces) = (String.UnicodeScalarView(), 0, 0)
    }
  }
}
