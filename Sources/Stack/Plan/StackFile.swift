/// A file of a stack: its place below the folder, and its text.
package struct StackFile: Hashable, Sendable {
  /// The path below the folder of the stack, with slashes.
  package let name: String
  /// The text, with the mark of goldtop.
  package let text: String

  /// How a kind of file has comments.
  enum Comment {
    /// `# …`, as YAML, Python and shells have them.
    case number
    /// `// …`, as Alloy and JavaScript have them.
    case slashes
    /// `<!-- … -->`.
    case markup
    /// None: the text has the mark somewhere in it, as JSON has it in a value.
    case none
  }

  /// Makes a file; its first line says who wrote it, unless the text does.
  init(_ name: String, _ comment: Comment, version: String, _ text: String) {
    self.name = name
    let mark = StackMark.unsealed(version)
    let head =
      switch comment {
      case .number: "# \(mark)\n"
      case .slashes: "// \(mark)\n"
      case .markup: "<!-- \(mark) -->\n"
      case .none: ""
      }
    self.text = StackMark.sealed(head + text)
  }
}

/// What writing a file of a stack would change.
package struct StackChange: Hashable, Sendable {
  /// What there is already.
  package enum Present: Hashable, Sendable {
    /// Nothing.
    case nothing
    /// The same text.
    case same
    /// What another goldtop, or another plan, has written and nobody has edited.
    case untouched(version: String)
    /// What somebody has written or edited.
    case edited
  }

  /// The file.
  package let file: StackFile
  /// What there is already.
  package let present: Present
  private let old: String

  /// Compares a file with what is there; `nil` where nothing is.
  package init(_ file: StackFile, present text: String?) {
    self.file = file
    old = text ?? ""
    guard let text else {
      present = .nothing
      return
    }
    let mark = StackMark(of: text)
    present =
      text == file.text
      ? .same : mark?.isUntouched == true ? .untouched(version: mark?.version ?? "") : .edited
  }

  /// The difference in the unified format; empty where there is none.
  package var difference: String {
    switch present {
    case .nothing, .same: ""
    case .untouched, .edited: TextDifference(from: old, to: file.text).unified(file.name)
    }
  }
}
