import Telemetry

/// One row of the command line's table.
struct Command: Hashable, Sendable {
  /// The action.
  enum Verb: Hashable, Sendable, CaseIterable {
    case clear, columns, filter, help, highlight, id, level, live, logQL, mouse, quit, range, story
    case wrap
  }

  let verb: Verb
  /// The names under which it can be typed; the first is shown.
  let names: [String]
  /// The argument, such as `a,b`; empty for none.
  let argument: String
  let description: String

  init(_ verb: Verb, _ names: [String], _ argument: String = "", _ description: String) {
    self.verb = verb
    self.names = names
    self.argument = argument
    self.description = description
  }

  /// The table, in the order in which it is shown.
  static let all = [
    Command(.filter, ["filter"], "TEXT", "show only matching lines; without TEXT, all lines"),
    Command(.level, ["level"], "warn", "show only this level and worse; alone, all lines"),
    Command(.id, ["id"], "ID", "show only lines of a correlation ID"),
    Command(.story, ["story"], "ID", "the story of a request"),
    Command(.highlight, ["highlight", "hl"], "TEXT", "highlight text without filtering"),
    Command(
      .columns,
      ["columns", "cols"],
      "a,b",
      "extra columns; alone lists them, none hides them"
    ),
    Command(.logQL, ["logql"], "QUERY", "show the LogQL in use, or run your own"),
    Command(.range, ["range"], "1h", "set the time range"),
    Command(.live, ["live"], "", "back to live"),
    Command(.clear, ["clear"], "", "clear filter, ID, highlight and LogQL"),
    Command(.wrap, ["wrap"], "", "toggle wrapping"),
    Command(.mouse, ["mouse"], "on", "mouse on or off; alone switches it over"),
    Command(.help, ["help"], "", "show help"),
    Command(.quit, ["q", "quit", "q!"], "", "quit"),
  ]

  /// Names for a list of all commands.
  static let shownNames = all.compactMap(\.names.first)

  /// The command as it is typed: `:columns a,b`.
  var usage: String {
    ":\(names.first ?? "")" + (argument.isEmpty ? "" : " \(argument)")
  }

  /// A command with what followed its name, or why there is none.
  enum Reading: Hashable, Sendable {
    case command(Verb, argument: String)
    case problem(String)
  }

  /// Reads what was typed behind the colon; the nearest name is suggested for one that is not known.
  static func read(_ line: String) -> Reading {
    let text = line.drop { $0 == " " || $0 == ":" }
    let name = String(text.prefix { $0 != " " })
    let argument = text.dropFirst(name.count).drop { $0 == " " }
    if let row = all.first(where: { $0.names.contains(name.lowercased()) }) {
      return .command(row.verb, argument: String(trimmed(argument)))
    }
    let shown = shownNames.joined(separator: " ")
    if name.isEmpty { return .problem("commands: \(shown)") }
    if let near = NearestName.of(name, among: all.flatMap(\.names)) {
      return .problem("unknown command '\(name)': did you mean '\(near)'?")
    }
    return .problem("unknown command '\(name)'; commands: \(shown)")
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}
