/// The one allow-list that all text passes on its way to a cell, a copy or an export.
///
/// Log lines, label values and error bodies are written by others, and a terminal obeys what it is
/// sent. What may be shown passes unchanged, with the columns that the C library counts for it.
/// Everything else becomes a mark that can be seen:
///
/// - control characters become their pictures, `␛` for escape, `␍` and `␊` for line ends;
/// - a tab and every space but the ASCII one become one space;
/// - variation selectors, joiners and skin tones, on whose columns terminals disagree, become `◌`;
/// - a combining mark without a character, or the third one on a character, sits on a `◌` of its own;
/// - what is invisible, changes direction, is private or unassigned is spelled out: `<U+202E>`.
///
/// Invalid UTF-8 is `�` by the time there is a string.
///
/// A text that has passed passes again unchanged.
package enum VisibleText {
  /// How a character is drawn.
  enum Kind: UInt32 {
    /// A combining mark, kept.
    case mark
    /// One column, kept.
    case narrow
    /// Two columns, kept.
    case wide
    /// Replaced by `<U+…>`.
    case spelled
    /// Replaced by `◌`.
    case joiner
    /// Replaced by a space.
    case blank
  }

  /// The most combining marks on one character.
  private static let marksPerCell = 2
  private static let dottedCircle: Unicode.Scalar = "◌"

  /// Hands each scalar that may be shown, with its columns, to `body` until that returns false.
  ///
  /// Combining marks have 0 columns and follow the character that they belong to; the first scalar
  /// is never one. What may not be shown arrives as its visible mark.
  package static func forEachScalar(
    in text: some StringProtocol,
    _ body: (Unicode.Scalar, Int) -> Bool
  ) {
    walk(String(text), body)
  }

  private static func walk(_ text: String, _ body: (Unicode.Scalar, Int) -> Bool) {
    // As if the cell before the text were full: its first mark must not fall on a foreign cell.
    var marks = marksPerCell
    for scalar in text.unicodeScalars {
      if scalar.value >= 0x20, scalar.value < 0x7F {
        guard body(scalar, 1) else { return }
        marks = 0
        continue
      }
      let kind = kind(of: scalar)
      if kind == .mark {
        if marks == marksPerCell {
          guard body(dottedCircle, 1) else { return }
          marks = 0
        }
        guard body(scalar, 0) else { return }
        marks += 1
        continue
      }
      guard substitute(scalar, kind, body) else { return }
      marks = 0
    }
  }

  private static func substitute(
    _ scalar: Unicode.Scalar,
    _ kind: Kind,
    _ body: (Unicode.Scalar, Int) -> Bool
  ) -> Bool {
    switch kind {
    case .mark: return body(scalar, 0)
    case .narrow: return body(scalar, 1)
    case .wide: return body(scalar, 2)
    case .joiner: return body(dottedCircle, 1)
    case .blank: return body(" ", 1)
    case .spelled:
      if let picture = picture(of: scalar) { return body(picture, 1) }
      let hex = String(scalar.value, radix: 16, uppercase: true)
      let padded = String(repeating: "0", count: max(0, 4 - hex.utf8.count)) + hex
      return "<U+\(padded)>".unicodeScalars.allSatisfy { body($0, 1) }
    }
  }

  /// The picture of a control character; `nil` for characters that have none.
  private static func picture(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
    if scalar.value < 0x20 { return Unicode.Scalar(0x2400 + scalar.value) }
    return scalar.value == 0x7F ? "␡" : nil
  }

  /// How a character is drawn; control pictures count as spelled.
  static func kind(of scalar: Unicode.Scalar) -> Kind {
    switch scalar.value {
    // Most letters of most texts, without a search.
    case 0xAE...0x2FF: return .narrow
    case 0x4E00...0x9FFC, 0xAC00...0xD7A3: return .wide
    default: return searchedKind(of: scalar)
    }
  }

  /// The table entry.
  static func searchedKind(of scalar: Unicode.Scalar) -> Kind {
    // The last range that starts at or before the scalar: a range's code is its first scalar,
    // shifted by three bits, and its kind.
    let wanted = scalar.value << 3 | 7
    var low = 0
    var high = visibleTextRanges.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if visibleTextRanges[middle] <= wanted { low = middle } else { high = middle }
    }
    return Kind(rawValue: visibleTextRanges[low] & 7) ?? .spelled
  }

  /// The text as it would be shown; for copies and exports, which leave the grid.
  package static func sanitized(_ text: some StringProtocol) -> String {
    let text = String(text)
    guard !isPlain(text), !passesUnchanged(text) else { return text }
    var shown = String.UnicodeScalarView()
    walk(text) { scalar, _ in
      shown.append(scalar)
      return true
    }
    return String(shown)
  }

  /// The columns that a text takes in a grid.
  package static func width(of text: some StringProtocol) -> Int {
    let text = String(text)
    guard !isPlain(text) else { return text.utf8.count }
    var columns = 0
    walk(text) { _, width in
      columns += width
      return true
    }
    return columns
  }

  /// Whether all of a text may be shown as it is, combining marks aside.
  private static func passesUnchanged(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      if scalar.value < 0x7F { return scalar.value >= 0x20 }
      let kind = kind(of: scalar)
      return kind == .narrow || kind == .wide
    }
  }

  /// Whether a text is printable ASCII only, as most are, which needs no table.
  private static func isPlain(_ text: String) -> Bool {
    let isPlain = text.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }
    return isPlain ?? false
  }
}
