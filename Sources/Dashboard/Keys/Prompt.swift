import Screen

/// A line that a person is typing in the place of the footer.
struct Prompt: Hashable, Sendable {
  /// Purpose of the line.
  enum Kind: Hashable, Sendable, CaseIterable {
    /// The whole filter.
    case filter
    /// A text whose hits stand out.
    case highlight
    /// A correlation ID.
    case correlation
    /// A text that rows of a table have to have.
    case rows
    /// What a silence matches.
    case matchers
    /// In what time a silence ends.
    case silenceEnd
    /// Who makes a silence.
    case author
    /// Why a silence is made.
    case comment
    /// Yes or no to a question, which is the text.
    case confirmation
    /// A command.
    case command

    /// Label before the line.
    var lead: String {
      switch self {
      case .filter, .rows: "filter "
      case .highlight: "highlight "
      case .correlation: "correlation ID "
      case .matchers: "matchers "
      case .silenceEnd: "ends in "
      case .author: "author "
      case .comment: "comment "
      case .confirmation: ""
      case .command: ":"
      }
    }

    /// The same where there is hardly any room: the key that opens it.
    var shortLead: String {
      switch self {
      case .filter, .rows: "/"
      case .highlight: "&"
      case .correlation: "C "
      case .matchers, .silenceEnd, .author, .comment: "> "
      case .confirmation: ""
      case .command: ":"
      }
    }
  }

  /// Effect of a key on the line.
  enum Answer: Hashable, Sendable {
    /// The line is still being typed.
    case typing
    /// It is to be carried out.
    case accepted(String)
    /// It was given up.
    case cancelled
  }

  let kind: Kind
  var editor: LineEditor
  /// Whether the lines on screen are those that the text lets through.
  var isPreviewing = false
  /// The problem with the text so far; `nil` if it is valid.
  var problem: String?
  /// Which line of the history is shown; `nil` for the one being typed.
  private var place: Int?
  /// The draft before the history was opened.
  private var draft = ""

  init(_ kind: Kind, text: String = "") {
    self.kind = kind
    editor = LineEditor(text)
  }

  /// Takes a key: Return carries out, Escape and Backspace on an empty line give up, arrows up and
  /// down walk through the history, everything else edits.
  mutating func take(_ key: Key, history: [String]) -> Answer {
    if kind == .confirmation { return key == .character("y") ? .accepted("y") : .cancelled }
    switch key {
    case .enter: return .accepted(editor.text)
    case .escape, .control("c"), .control("g"): return .cancelled
    case .backspace where editor.isEmpty: return .cancelled
    case .up, .control("p"): recall(-1, history)
    case .down, .control("n"): recall(1, history)
    default: if editor.take(key) { place = nil }
    }
    return .typing
  }

  private mutating func recall(_ step: Int, _ history: [String]) {
    if place == nil { draft = editor.text }
    let wanted = (place ?? history.count) + step
    guard wanted >= 0, wanted <= history.count else { return }
    place = wanted == history.count ? nil : wanted
    editor = LineEditor(wanted == history.count ? draft : history[wanted])
  }
}

/// Earlier inputs by purpose; the latest last.
struct PromptHistory: Hashable, Sendable {
  private static let limit = 50
  private var lines: [Prompt.Kind: [String]] = [:]

  /// The lines of a kind, oldest first.
  subscript(kind: Prompt.Kind) -> [String] { lines[kind] ?? [] }

  /// Adds a line; one that was there moves to the end.
  mutating func append(_ line: String, to kind: Prompt.Kind) {
    guard !line.isEmpty else { return }
    var all = self[kind].filter { $0 != line }
    all.append(line)
    lines[kind] = Array(all.suffix(Self.limit))
  }
}

/// The line that is being typed, and those that were.
struct Typing: Hashable, Sendable {
  /// The line; `nil` where keys are commands.
  var prompt: Prompt?
  /// Earlier inputs.
  private var history = PromptHistory()

  /// Takes a key into the line.
  mutating func take(_ key: Key) -> Prompt.Answer? {
    guard let kind = prompt?.kind else { return nil }
    return prompt?.take(key, history: history[kind])
  }

  /// Puts the cursor before a character of a line that can be edited.
  mutating func place(at index: Int) {
    guard let kind = prompt?.kind, kind != .confirmation else { return }
    prompt?.editor.place(at: index)
  }

  /// Ends the line; what is carried out can be recalled.
  mutating func end(remembering text: String? = nil) {
    if let text, let kind = prompt?.kind { history.append(text, to: kind) }
    prompt = nil
  }
}

extension String {
  /// The text without blanks at its ends.
  var trimmed: String {
    var text = self[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
