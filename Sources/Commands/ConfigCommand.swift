import ArgumentParser
import Dashboard
import DashboardConfig
import PromQL
import Signals
import Terminal

/// `goldtop config`: the configuration itself.
struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "The configuration: problems, effective values, schema.",
    subcommands: [Check.self, Show.self, Schema.self, Example.self]
  )

  /// `goldtop config check`.
  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "List every problem in the configuration and in the files it names; exits 2 if any "
        + "is found."
    )

    @OptionGroup var shared: SharedOptions

    func run() async throws {
      let loader = ConfigurationLoader(shared)
      let settings = try loader.settings()
      if settings.prometheus != nil {
        await (try Wiring.servers(settings, variables: loader.variables)).shutdown()
      }
      let file = loader.file.flatMap { LocalFile.stamp(of: $0.path) == nil ? nil : "\($0.path)" }
      for remark in Self.remarks(on: settings) {
        StandardStreams.complain("goldtop: warning: \(remark)")
      }
      StandardStreams.write(
        "\(file ?? "no configuration file; defaults and environment"): no problems\n"
      )
    }

    /// Warnings about PromQL in own panels that goldtop cannot parse; the server that is
    /// asked may know more, as VictoriaMetrics does.
    static func remarks(on settings: Settings) -> [String] {
      settings.ownPanels.flatMap { panel in
        panel.lines.filter { $0.language == .promQL }.compactMap { line -> String? in
          do throws(ParseProblem) {
            let promQL = line.resolved(
              matchers: "job=\"a\"",
              window: .seconds(60),
              range: .seconds(900)
            )
            _ = try Expression.parse(promQL)
            return nil
          } catch {
            return "panel '\(panel.id)': '\(line.expression)': \(error.description) "
              + "(by Prometheus' grammar; your server may accept more)"
          }
        }
      }
    }
  }

  /// `goldtop config show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Print the effective settings and their origins; secrets are hidden."
    )

    @OptionGroup var shared: SharedOptions

    func run() async throws {
      let loader = ConfigurationLoader(shared)
      _ = try loader.settings()
      do {
        StandardStreams.write(ConfigListing(try loader.resolve()).text)
      } catch {
        throw CommandEnd(.usage, error.message)
      }
    }
  }

  /// `goldtop config schema`.
  struct Schema: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "schema",
      abstract: "Print the JSON Schema of the configuration file."
    )

    func run() async throws { StandardStreams.write(ConfigSchema.text) }
  }

  /// `goldtop config example`.
  struct Example: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "example",
      abstract: "Print a configuration file with all defaults."
    )

    func run() async throws { StandardStreams.write(ConfigExample.text) }
  }
}

extension ConfigurationLoader {
  /// The configuration that a command's flags name.
  init(_ shared: SharedOptions) {
    self.init(
      path: shared.display.config,
      flags: shared.flags,
      variables: ProcessEnvironment.variables
    )
  }
}
