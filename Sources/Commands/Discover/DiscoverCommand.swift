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
    abstract:
      "List the services of a server, how each is instrumented, and which signals are missing.",
    discussion: """
      Queries only the server's index: metric names and label values of the last ten minutes, in two \
      requests and one more for each kind of instrumentation found, whatever the number of series. \
      Services that match no known profile get a guessed one, marked with its reason, if their metrics \
      look like requests: at most \(Discovery.guessLimit) requests more, one of them for metadata. If \
      services remain without a profile, one request for the targets tells which of them are down. \
      --output config prints an environment for each service and the guessed profiles, to paste into \
      the configuration. Exits 3 if the server does not answer.
      """
  )

  @OptionGroup var server: MetricsServerOptions

  @Option(
    help: ArgumentHelp("Matchers for all series, such as 'env=\"prod\"'.", valueName: "matchers")
  )
  var selector: String?

  @Option(help: ArgumentHelp("Configuration file.", valueName: "file"))
  var config: FileName?

  @Option(help: "Output format.")
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
      throw CommandEnd(.usage, settings.missingServerAdvice ?? "no metrics server configured")
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
    let discovery = Discovery(
      settings.profileTable ?? [settings.profile],
      selector: settings.selector,
      isGuessing: settings.profileTable != nil
    )
    let found: DiscoveryRun.Found
    do throws(SourceError) {
      found = try await run.find(discovery)
    } catch {
      await client.shutdown()
      throw CommandEnd(.unreachable, error.headline(of: address.authority))
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
