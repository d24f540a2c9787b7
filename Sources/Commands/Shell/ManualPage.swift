import ArgumentParser
import DashboardConfig

/// The manual page in the macros of man(7).
struct ManualPage {
  private let program: CommandDescription

  init(of program: any ParsableCommand.Type) throws {
    self.program = try CommandDescription.program(program)
  }

  /// The page.
  var text: String {
    let abstract = Self.escaped(program.abstract ?? "")
    let lines = [
      ".TH GOLDTOP 1 \"\" \"goldtop \(Goldtop.version)\" \"User Commands\"",
      ".SH NAME", "goldtop \\- \(abstract)",
      ".SH SYNOPSIS", ".B goldtop", "[\\fIcommand\\fR] [\\fIoptions\\fR]",
      ".SH DESCRIPTION", abstract,
      "Without a command it opens the dashboard, as \\fBgoldtop watch\\fR does.",
      ".SH COMMANDS",
    ]
    return (lines + program.commands.flatMap { section($0, "goldtop") } + Self.tables)
      .joined(separator: "\n") + "\n"
  }

  private func section(_ command: CommandDescription, _ parent: String) -> [String] {
    let name = "\(parent) \(command.commandName)"
    let inner = command.commands
    guard inner.isEmpty else { return inner.flatMap { section($0, name) } }
    let words = command.own.filter { $0.kind == .positional }.map { argument in
      let word = "\\fI\(Self.escaped(argument.valueName ?? ""))\\fR"
      return (argument.isOptional ? "[\(word)]" : word) + (argument.isRepeating ? "..." : "")
    }
    let usage = (["\\fB\(Self.escaped(name))\\fR", "[\\fIoptions\\fR]"] + words)
      .joined(separator: " ")
    var lines = [".SS \(Self.escaped(name))", usage, ".PP", Self.escaped(command.abstract ?? "")]
    if let discussion = command.discussion {
      lines.append(".PP")
      lines += discussion.split(separator: "\n").flatMap { [Self.escaped(String($0)), ".br"] }
        .dropLast()
    }
    return lines + command.own.flatMap(item)
  }

  private func item(_ argument: CommandDescription.Argument) -> [String] {
    let value = Self.escaped(argument.valueName ?? "")
    let names = (argument.names ?? []).map { "\\fB\(Self.escaped($0.text))\\fR" }
      .joined(separator: ", ")
    let head =
      switch argument.kind {
      case .positional: "\\fI\(value)\\fR"
      case .option: "\(names) \\fI\(value)\\fR"
      case .flag: names
      }
    var words = argument.abstract ?? ""
    if let given = argument.defaultValue, !given.isEmpty { words += " (default: \(given))" }
    return [".TP", head, Self.escaped(words)]
  }

  /// What stands in tables of the program beside its flags.
  private static var tables: [String] {
    let statuses = ExitStatus.allCases.flatMap { status in
      [".TP", ".B \(status.rawValue)", escaped(status.meaning)]
    }
    let variables = VariableTable.rows.flatMap { row in
      [".TP", ".B \(escaped(row.name))", escaped(row.summary)]
    }
    return [".SH EXIT STATUS"] + statuses + [".SH ENVIRONMENT"] + variables + [
      ".SH FILES", ".TP", ".I $XDG_CONFIG_HOME/goldtop/config.json",
      "The configuration, where neither \\fB\\-\\-config\\fR nor \\fBGOLDTOP_CONFIG\\fR names one.",
      ".TP", ".I $XDG_CACHE_HOME/goldtop",
      "What was found out about metrics servers, one file for each, for sooner figures at the next start.",
    ]
  }

  /// A text of which roff obeys nothing: hyphens stay those of flags, and no line begins a request.
  static func escaped(_ text: String) -> String {
    var line = text.reduce(into: "") { line, character in
      switch character {
      case "\\": line += "\\e"
      case "-": line += "\\-"
      case "\n": line += " "
      default: line.append(character)
      }
    }
    if line.hasPrefix(".") || line.hasPrefix("'") { line = "\\&" + line }
    return line
  }
}
