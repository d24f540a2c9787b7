import ArgumentParser

/// `goldtop completions`: what a shell completes of goldtop's words.
struct CompletionsCommand: AsyncParsableCommand {
  /// The shells that there are scripts for.
  enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash
    case zsh
    case fish

    /// The parser's name of it.
    var kind: CompletionShell {
      switch self {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Print the completions for a shell: commands, flags and their values.",
    discussion: """
      bash: goldtop completions bash > ~/.local/share/bash-completion/completions/goldtop
      zsh: goldtop completions zsh > DIR/_goldtop, where DIR is in $fpath
      fish: goldtop completions fish > ~/.config/fish/completions/goldtop.fish
      """
  )

  @Argument(help: "bash, zsh or fish.")
  var shell: Shell

  func run() async throws { StandardStreams.write(Goldtop.completionScript(for: shell.kind)) }
}
