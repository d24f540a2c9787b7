/// What a terminal showed at one moment.
package struct TmuxScreen: Hashable, Sendable {
  /// The rows without trailing blanks; with colours, each holds its escape sequences too.
  package let lines: [String]

  init(captured text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // Each row ends in a line end, so the last piece is none.
    if lines.last == "" { lines.removeLast() }
    self.lines = lines
  }

  /// All rows.
  package var text: String { lines.joined(separator: "\n") }

  /// Whether some row holds the text.
  package func contains(_ text: String) -> Bool {
    lines.contains { $0.contains(text) }
  }

  /// The first row that holds the text.
  package func line(with text: String) -> String? {
    lines.first { $0.contains(text) }
  }
}
