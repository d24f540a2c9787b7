import Telemetry

/// One row of the command line's table.
struct Command: Hashable, Sendable {
  /// What it does.
  enum Verb: Hashable, Sendable, CaseIterable {
    case clear, columns, filter, help, highlight, id, level, live, logQL, quit, range, story, wrap
  }

  let verb: Verb
  /// The names under which it can be typed; the first is shown.
  let names: [String]
  /// What follows the name: `a,b`; empty where nothing does.
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
    Command(.filter, ["filter"], "TEXT", "only lines that meet it; without a text all lines"),
    Command(.level, ["level"], "warn", "only lines of this level and worse; without one all"),
    Command(.id, ["id"], "ID", "only the lines of a correlation ID"),
    Command(.story, ["story"], "ID", "the story of a request"),
    Command(.highlight, ["highlight", "hl"], "TEXT", "make a text stand out"),
    Command(.columns, ["columns", "cols"], "a,b", "fields beside the message; none drops them"),
    Command(.logQL, ["logql"], "QUERY", "show the LogQL in force, or ask one of your own"),
    Command(.range, ["range"], "1h", "the stretch of time shown"),
    Command(.live, ["live"], "", "back to now"),
    Command(.clear, ["clear"], "", "drop filter, ID, highlight and LogQL"),
    Command(.wrap, ["wrap"], "", "wrap long lines, and not"),
    Command(.help, ["help"], "", "the keys"),
    Command(.quit, ["q", "quit", "q!"], "", "quit"),
  ]

  /// What each is called where all are listed.
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
      return .problem("no command '\(name)': did you mean '\(near)'?")
    }
    return .problem("no command '\(name)': there are \(shown)")
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}
