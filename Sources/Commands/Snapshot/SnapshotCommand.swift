import ArgumentParser
import Dashboard
import DashboardConfig
import Runtime
import Screen
import Telemetry
import Terminal

/// `goldtop snapshot`: the dashboard once, to standard output.
struct SnapshotCommand: AsyncParsableCommand {
  /// The forms of a snapshot.
  enum Output: String, ExpressibleByArgument, CaseIterable {
    case text
    case ansi
    case json
    case markdown
    case svg
    case html
  }

  static let configuration = CommandConfiguration(
    commandName: "snapshot",
    abstract: "Print the dashboard once.",
    discussion: """
      Waits until everything in the view has loaded, or for the configured timeout. \
      Starts as the dashboard does: with the services where there are several and no selector, or else \
      with the overview. Views are overview, services, requests, alerts, logs if there is a log server, and every panel by its \
      name, such as latency. SVG and HTML are the screen in the colours of the theme; Markdown is a document \
      to read. JSON holds the panels of the view with their queries, the services in \
      their view, the alerts, the targets that are not up, and the newest hundred log lines. Exits 0, \
      1 if something is critical or an alert fires, or else 3 if part of the view has no data; \
      standard error says which part. What a service does not count is no such part, except \
      traffic, errors and latency.
      """
  )

  @OptionGroup var shared: SharedOptions

  @Option(help: "Output format: text, ansi, json, markdown, svg or html.")
  var output = Output.text

  @Option(help: ArgumentHelp("Size in columns and rows, such as 120x36.", valueName: "WxH"))
  var size = "120x36"

  @OptionGroup var opening: ViewOption

  @MainActor
  func run() async throws {
    let size = try Self.size(size)
    let start = try DashboardStart(shared)
    let settings = start.settings
    var dashboard = start.dashboard
    dashboard.isASCII = settings.ascii == .always
    dashboard.logs.isFollowed = false
    dashboard.startsWithServices = opening.isEmpty && dashboard.selector.isEmpty
    let first: Opening
    do {
      first = try opening.checked(dashboard)
    } catch {
      await start.wiring.shutdown()
      throw error
    }
    var initial = Model(settings: dashboard, size: size, now: start.environment.now())
    initial.show(first)
    let run = SnapshotRun<Model>(
      sources: start.wiring.sources,
      environment: start.environment,
      limits: start.wiring.limits,
      deadline: settings.timeout + .seconds(2)
    )
    let model = await start.wiring.working { await run.run(initial).state }
    let options = TerminalOptions(settings, variables: start.variables)
    StandardStreams.write(text(of: model, options))
    start.debugLog?.conclude()
    if let reason = SnapshotVerdict.reason(model) {
      StandardStreams.complain("goldtop: \(reason)")
    }
    switch SnapshotVerdict(model) {
    case .fine: break
    case .alarming: throw ExitCode(ExitStatus.alarming.rawValue)
    case .unanswered: throw ExitCode(ExitStatus.unreachable.rawValue)
    }
  }

  private func text(of model: Model, _ options: TerminalOptions) -> String {
    // A terminal would say how many colours it has; here there is none to ask.
    let theme = Theme(options.theme, depth: options.depth(colours: 1 << 24))
    switch output {
    case .text: return SnapshotText.plain(model.view())
    case .ansi: return SnapshotText.ansi(model.view(), theme)
    case .json: return JSONText(SnapshotDocument.value(of: model), .spread).text + "\n"
    case .markdown: return SnapshotMarkdown(SnapshotDocument.value(of: model)).text
    case .svg, .html:
      let words = SnapshotMarkdown(SnapshotDocument.value(of: model))
      let picture = SnapshotPicture(
        model.view(),
        Palette(options.theme, theme),
        title: "goldtop: \(words.title)",
        description: words.summary
      )
      return output == .svg ? picture.svg : picture.page
    }
  }

  private static func size(_ text: String) throws -> Size {
    let parts = text.split(separator: "x").map { Int($0) }
    guard parts.count == 2, let width = parts[0], let height = parts[1],
      (10...1000).contains(width), (3...1000).contains(height)
    else {
      throw CommandEnd(
        .usage,
        "--size '\(text)' is not a size: use columns and rows such as 120x36, "
          + "from 10x3 to 1000x1000"
      )
    }
    return Size(width, height)
  }
}
