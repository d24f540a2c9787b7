import Telemetry

/// How the values of a key are written: the reader, the words and the schema of one form.
package struct ConfigKind: Sendable {
  /// The expectation, to follow "expected": `a duration such as '5s'`.
  let expectation: String
  /// The keywords of JSON Schema that say the same.
  let schema: [ConfigNode.Member]
  /// Whether values are secrets, which a file that others can read should not hold.
  private(set) var isSecret = false
  /// The part of a text a listing may show; `nil` for none.
  let shown: @Sendable (String) -> String?
  /// Whether values are paths, which in a file are relative to that file.
  private(set) var isPath = false
  /// Turns the text of a variable or a flag into the JSON that a file would hold.
  let fromText: @Sendable (String) -> ConfigNode.Content
  /// Reads a value that is not `null`.
  let read: @Sendable (ConfigNode.Content) throws(ValueProblem) -> ConfigValue

  init(
    _ expectation: String,
    schema: [ConfigNode.Member],
    shown: @escaping @Sendable (String) -> String? = { $0 },
    fromText: @escaping @Sendable (String) -> ConfigNode.Content = { .text($0) },
    read: @escaping @Sendable (ConfigNode.Content) throws(ValueProblem) -> ConfigValue
  ) {
    self.expectation = expectation
    self.schema = schema
    self.shown = shown
    self.fromText = fromText
    self.read = read
  }

  /// The complaint about a value of another JSON type, which it repeats.
  static func mismatch(_ expectation: String, _ found: ConfigNode.Content) -> ValueProblem {
    ValueProblem("expected \(expectation), found \(found.inWords)")
  }

  /// A member of a schema.
  static func keyword(_ name: String, _ content: ConfigNode.Content) -> ConfigNode.Member {
    ConfigNode.Member(name, at: .builtIn, ConfigNode(content))
  }

  /// `type`, with `null` beside it, which every key takes for "not set".
  static func type(_ names: String...) -> ConfigNode.Member {
    keyword("type", .list((names + ["null"]).map { ConfigNode(.text($0)) }))
  }

  /// `enum`, with `null` among the choices.
  static func choices(_ names: [String]) -> ConfigNode.Member {
    keyword("enum", .list(names.map { ConfigNode(.text($0)) } + [ConfigNode(.null)]))
  }
}

extension ConfigKind {
  /// A text in which a check finds nothing wrong; the pattern is for the schema, empty for none, and
  /// an empty text is one only where none may be.
  static func text(
    _ expectation: String = "a text",
    pattern: String = "",
    allowsNone: Bool = false,
    allowsLines: Bool = false,
    check: @escaping @Sendable (String) -> String? = { _ in nil }
  ) -> ConfigKind {
    let patterns = pattern.isEmpty ? [] : [keyword("pattern", .text(pattern))]
    return ConfigKind(expectation, schema: [type("string")] + patterns) {
      content throws(ValueProblem) in
      guard case .text(let text) = content else { throw mismatch(expectation, content) }
      guard allowsNone || !text.isEmpty else {
        throw ValueProblem("empty: write \(expectation), or null for none")
      }
      let line = allowsLines ? text.filter { !$0.isNewline && $0 != "\t" } : text
      guard !Words.hasControl(line) else {
        throw ValueProblem("\(Words.quoted(text)) contains a control character: remove it")
      }
      if let complaint = check(text) { throw ValueProblem(complaint) }
      return .text(text)
    }
  }

  /// A text under a key of credentials.
  ///
  /// Whatever the key, the secret itself may have been written there, so that no message repeats it,
  /// and no listing unless it is told that it may.
  ///
  /// - Parameters:
  ///   - expectation: What is expected.
  ///   - schema: Keywords beside the type.
  ///   - shown: What may be shown of a text, since it cannot be a secret.
  ///   - check: Says what is wrong without repeating the text.
  /// - Returns: The kind.
  static func confidential(
    _ expectation: String = "a text",
    schema: [ConfigNode.Member] = [],
    shown: @escaping @Sendable (String) -> String? = { _ in nil },
    check: @escaping @Sendable (String) -> String? = { _ in nil }
  ) -> ConfigKind {
    ConfigKind(expectation, schema: [type("string")] + schema, shown: shown) {
      content throws(ValueProblem) in
      guard case .text(let text) = content else {
        throw ValueProblem("expected \(expectation), in double quotes")
      }
      guard !text.isEmpty else {
        throw ValueProblem("empty: write \(expectation), or null for none")
      }
      guard !Words.hasControl(text) else {
        throw ValueProblem("contains a line break or control character: remove it")
      }
      if let complaint = check(text) { throw ValueProblem(complaint) }
      return .text(text)
    }
  }

  /// A secret.
  static let secret: ConfigKind = {
    var kind = confidential(schema: [keyword("writeOnly", .boolean(true))])
    kind.isSecret = true
    return kind
  }()

  /// The path of a file, which is not opened here.
  static let file = path(isShown: true)

  /// The path of a file that holds a secret; what stands there may be the secret instead.
  static let secretFile = path(isShown: false)

  private static func path(isShown: Bool) -> ConfigKind {
    var kind = confidential("the path of a file", shown: { isShown ? $0 : nil })
    kind.isPath = true
    return kind
  }

  /// `true` or `false`; variables may also say 1, 0, yes, no, on, off.
  static let boolean = ConfigKind(
    "true or false",
    schema: [type("boolean")],
    fromText: { text in
      switch text.lowercased() {
      case "true", "1", "yes", "on": .boolean(true)
      case "false", "0", "no", "off": .boolean(false)
      default: .text(text)
      }
    },
    read: { content throws(ValueProblem) in
      guard case .boolean(let value) = content else { throw mismatch("true or false", content) }
      return .boolean(value)
    }
  )

  /// One of several words.
  static func choice(_ names: [String]) -> ConfigKind {
    let expectation = "one of \(Words.list(names))"
    return ConfigKind(expectation, schema: [choices(names)]) { content throws(ValueProblem) in
      guard case .text(let text) = content else { throw mismatch(expectation, content) }
      guard names.contains(text) else {
        let near = NearestName.of(text, among: names).map { ": did you mean \(Words.quoted($0))?" }
        throw ValueProblem("\(Words.quoted(text)) is not \(expectation)\(near ?? "")")
      }
      return .text(text)
    }
  }

  /// Texts in order; a variable or flag separates them with commas.
  static func names(_ expectation: String) -> ConfigKind {
    let items = keyword("items", .object([keyword("type", .text("string"))]))
    return ConfigKind(
      expectation,
      schema: [type("array"), items],
      fromText: { text in
        .list(text.split(separator: ",").map { ConfigNode(.text(String($0))) })
      },
      read: { content throws(ValueProblem) in
        guard case .list(let list) = content else { throw mismatch(expectation, content) }
        return .texts(try texts(list, expectation))
      }
    )
  }

  /// A key that is not taken, with what to do instead.
  static func refused(_ remedy: String) -> ConfigKind {
    ConfigKind("nothing", schema: []) { _ throws(ValueProblem) in throw ValueProblem(remedy) }
  }

  private static func texts(
    _ list: [ConfigNode],
    _ expectation: String
  ) throws(ValueProblem) -> [String] {
    var found: [String] = []
    for item in list {
      guard case .text(let text) = item.content else {
        throw ValueProblem("expected \(expectation), found \(item.content.inWords) in the list")
      }
      guard !text.isEmpty, !Words.hasControl(text) else {
        throw ValueProblem("\(Words.quoted(text)) in the list is not a valid name: remove it")
      }
      guard !found.contains(text) else {
        throw ValueProblem("\(Words.quoted(text)) is listed twice: remove one")
      }
      found.append(text)
    }
    return found
  }
}
