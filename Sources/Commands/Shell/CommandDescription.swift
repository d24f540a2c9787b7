import ArgumentParser
import FoundationEssentials

/// A command with its flags, as `--help` knows them.
struct CommandDescription: Decodable {
  /// A flag, an option or an argument.
  struct Argument: Decodable {
    /// What it is.
    enum Kind: String, Decodable {
      case positional
      case option
      case flag
    }

    /// One spelling of a flag.
    struct Name: Decodable {
      let kind: String
      let name: String

      /// As it is typed.
      var text: String { kind == "long" ? "--\(name)" : "-\(name)" }
    }

    let kind: Kind
    let names: [Name]?
    let valueName: String?
    let abstract: String?
    let defaultValue: String?
    let isOptional: Bool
    let isRepeating: Bool
    let shouldDisplay: Bool
  }

  let commandName: String
  let abstract: String?
  let discussion: String?
  let arguments: [Argument]?
  let subcommands: [CommandDescription]?
  let shouldDisplay: Bool

  private struct Dump: Decodable {
    let command: CommandDescription
  }

  /// The description of a program with all its commands.
  ///
  /// - Throws: A decoding error where the parser describes it in another form.
  static func program(_ program: any ParsableCommand.Type) throws -> CommandDescription {
    try JSONDecoder().decode(Dump.self, from: Data(program._dumpHelp().utf8)).command
  }

  /// Its commands but `help`, which is the parser's.
  var commands: [CommandDescription] {
    (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
  }

  /// Its flags but those that each command has.
  var own: [Argument] {
    (arguments ?? []).filter { argument in
      argument.shouldDisplay && argument.names?.contains { $0.name == "help" } != true
    }
  }
}
