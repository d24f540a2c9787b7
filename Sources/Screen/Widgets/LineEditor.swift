/// One line of text that is being typed: the text, the cursor in it, and how keys change both.
///
/// It knows the keys of a shell's line: arrows, Home, End, Ctrl-A, Ctrl-E, Ctrl-U, Ctrl-K, Ctrl-W.
/// A paste comes in as text, its line ends as blanks.
package struct LineEditor: Hashable, Sendable {
  private var characters: [Character]
  /// How many characters stand before the cursor.
  package private(set) var cursor: Int

  /// The most characters of a line; more are not taken.
  package static let limit = 4096

  /// The cursor starts behind the text.
  package init(_ text: String = "") {
    characters = Array(text.prefix(Self.limit))
    cursor = characters.count
  }

  /// The whole text, as it was typed or pasted: hostile until drawn.
  package var text: String { String(characters) }

  /// Whether nothing has been typed.
  package var isEmpty: Bool { characters.isEmpty }

  /// Changes text or cursor as a key says; false for keys that have no meaning in a line.
  package mutating func take(_ key: Key) -> Bool {
    switch key {
    case .character(let character): insert([character])
    case .paste(let text): insert(Self.inOneLine(text))
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(characters.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = characters.count
    case .backspace, .control("h"): remove(from: max(0, cursor - 1), to: cursor)
    case .delete, .control("d"): remove(from: cursor, to: min(characters.count, cursor + 1))
    case .control("u"): remove(from: 0, to: cursor)
    case .control("k"): remove(from: cursor, to: characters.count)
    case .control("w"): remove(from: startOfWord, to: cursor)
    default: return false
    }
    return true
  }

  /// Puts the cursor before a character, or behind the text.
  package mutating func place(at index: Int) {
    cursor = max(0, min(index, characters.count))
  }

  private mutating func insert(_ new: [Character]) {
    let taken = new.prefix(Self.limit - characters.count)
    characters.insert(contentsOf: taken, at: cursor)
    cursor += taken.count
  }

  private mutating func remove(from start: Int, to end: Int) {
    characters.removeSubrange(start..<end)
    cursor = start
  }

  private var startOfWord: Int {
    var place = cursor
    while place > 0, characters[place - 1] == " " { place -= 1 }
    while place > 0, characters[place - 1] != " " { place -= 1 }
    return place
  }

  /// A paste on one line: line ends become blanks, those at its ends go.
  private static func inOneLine(_ text: String) -> [Character] {
    let lines = text.split(whereSeparator: \.isNewline)
    return Array(lines.joined(separator: " "))
  }

  /// Draws into the first row of an area, all of which is overwritten.
  ///
  /// The part around the cursor is shown where the text is wider than the area; the cursor is a
  /// reversed cell, since there may be another on the screen.
  ///
  /// - Parameters:
  ///   - area: Where; its first row.
  ///   - grid: What is drawn on.
  ///   - style: How the text is drawn.
  ///   - symbols: The characters to draw with.
  package func draw(in area: Rect, on grid: inout Grid, style: Style, symbols: Symbols) {
    let line = area.row(0)
    guard !line.isEmpty else { return }
    grid.fill(line, style: style)
    grid.mark(line, as: .character(characters.count))
    let widths = characters.map { max(1, VisibleText.width(of: String($0))) }
    // The cursor needs a column of its own behind the text.
    var first = 0
    var used = widths[..<cursor].reduce(1, +)
    while used > line.width, first < cursor {
      used -= widths[first]
      first += 1
    }
    var x = line.x
    var cursorX = x
    for (index, character) in characters.enumerated().dropFirst(first) {
      if index == cursor { cursorX = x }
      guard x + widths[index] <= line.endX else { break }
      grid.mark(Rect(x: x, y: line.y, width: widths[index], height: 1), as: .character(index))
      x = grid.put(String(character), x: x, y: line.y, limit: line.endX - x, style: style)
    }
    if cursor == characters.count { cursorX = x }
    if first > 0 { grid.set(symbols.ellipsis, x: line.x, y: line.y, style: Style(.muted)) }
    let width = cursor < characters.count ? widths[cursor] : 1
    let place = Rect(x: min(cursorX, line.endX - 1), y: line.y, width: width, height: 1)
    grid.restyle(place.intersection(line)) { $0.emphasis.insert(.reverse) }
  }
}
