import ArgumentParser
import DashboardConfig
import LocalSource
import PrometheusAPI
import Runtime
import Signals
import Telemetry

/// `goldtop discover`: the services of a server, and how each is instrumented.
struct DiscoverCommand: AsyncParsableCommand {
  /// The forms of what was found.
  enum Output: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case config
  }

  static let configuration = CommandConfiguration(
    commandName: "discover",
    abstract: "The services of a server, how each is instrumented, and what its signals lack.",
    discussion: """
      Asks the index of the server alone, for names of metrics and values of labels in the last ten \
      minutes: two questions, and then one for each way to instrument whose names are there, whatever \
      the number of series. With --output config it prints an environment for each service, to paste \
      into the configuration. Ends with 3 where the server gives no answer.
      """
  )

  @OptionGroup var server: MetricsServerOptions

  @Option(
    help: ArgumentHelp("Matchers for every series, as 'env=\"prod\"'.", valueName: "matchers")
  )
  var selector: String?

  @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
  var config: FileName?

  @Option(help: "text, json or config.")
  var output = Output.text

  func run() async throws {
    var flags = server.flags
    if let selector { flags["selector"] = selector }
    let loader = ConfigurationLoader(
      path: config,
      flags: flags,
      variables: ProcessEnvironment.variables
    )
    let settings = try loader.settings()
    guard let address = settings.prometheus else {
      throw CommandEnd(.usage, settings.missingServerAdvice ?? "no metrics server is named")
    }
    let client: PrometheusClient
    do throws(SourceError) {
      client = try PrometheusClient(address, environment: loader.variables)
    } catch {
      throw CommandEnd(.usage, error.headline)
    }
    let run = DiscoveryRun(
      source: client,
      now: RuntimeEnvironment.live().now(),
      deadline: settings.timeout,
      concurrency: settings.concurrency
    )
    let table = settings.profileTable ?? [settings.profile]
    let found: DiscoveryRun.Found
    do throws(SourceError) {
      found = try await run.find(Discovery(table, selector: settings.selector))
    } catch {
      await client.shutdown()
      throw CommandEnd(.unreachable, error.headline)
    }
    await client.shutdown()
    if found.services.isEmpty { StandardStreams.complain("no services") }
    StandardStreams.writeResult(text(of: found, address))
  }

  private func text(of found: DiscoveryRun.Found, _ address: ServerAddress) -> String {
    switch output {
    case .text: DiscoveryText.text(found)
    case .json: JSONText(DiscoveryJSON.value(found), .spread).text + "\n"
    case .config: JSONText(DiscoveryJSON.configuration(found, address), .spread).text + "\n"
    }
  }
}
