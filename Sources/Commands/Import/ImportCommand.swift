import ArgumentParser
import Dashboard
import Grafana
import HTTPTransport
import LocalSource
import Telemetry

/// `goldtop import`: what other programs show, as configuration.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import panels from other programs.",
    subcommands: [Grafana.self]
  )

  /// `goldtop import grafana`.
  struct Grafana: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "grafana",
      abstract: "Print a dashboard of Grafana as configuration with panels of your own.",
      discussion: """
        Time series, stats, gauges, bar gauges, tables and logs that ask Prometheus or Loki become own \
        panels, with units, thresholds, legends and repeats. Standard error lists what differs, what is \
        left out and why, and what variables stand for; --var chooses another value. \
        A URL may be that of a dashboard's page: of grafana.com, or of a Grafana, whose token is taken \
        from GRAFANA_TOKEN or --token-file. Exits 1 if no panel could be carried over.
        """
    )

    @Argument(
      help: ArgumentHelp(
        "The dashboard's JSON: a file, - for standard input, or a URL.",
        valueName: "file|url"
      ),
      completion: .file(extensions: ["json"])
    )
    var source: String

    @Option(
      help: ArgumentHelp(
        "The value of a variable, or All; repeated for several values. It may be a regular expression "
          + "where the queries match by one.",
        valueName: "name=value"
      )
    )
    var `var`: [String] = []

    @Option(
      help: ArgumentHelp("The file of a token for the URL's Grafana.", valueName: "file")
    )
    var tokenFile: FileName?

    @Option(
      help: ArgumentHelp("Write the configuration to a file.", valueName: "file")
    )
    var write: FileName?

    @Flag(help: "Replace the file to write if it is there.")
    var force = false

    func run() async throws {
      let dashboard: GrafanaImport
      let chosen = try chosen()
      let json = try await json()
      do throws(GrafanaProblem) {
        let lacking = try GrafanaImport.lackingLibraryPanels(in: json)
        dashboard = try GrafanaImport(
          json: json,
          library: await libraryPanels(lacking),
          chosen: chosen,
          taken: Self.takenNames
        )
      } catch {
        throw CommandEnd(.usage, "\(SystemText.visible(source)): \(error.message)")
      }
      ImportReport(dashboard).print()
      guard !dashboard.panels.isEmpty else {
        throw CommandEnd(.alarming, "no panel could be carried over")
      }
      let text = JSONText(dashboard.configuration, .spread).text + "\n"
      if let write {
        try save(text, to: write)
      } else {
        StandardStreams.writeResult(text)
      }
    }

    /// Names of goldtop's own panels and views.
    private static var takenNames: Set<String> {
      Set(ViewCatalog.standard.reservedNames + PanelCatalog.all.map(\.id))
    }

    private func chosen() throws(CommandEnd) -> [String: [String]] {
      var chosen: [String: [String]] = [:]
      for text in `var` {
        guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
          throw CommandEnd(.usage, "--var '\(text)' is no variable: use NAME=VALUE")
        }
        chosen[String(text[..<sign]), default: []].append(String(text[text.index(after: sign)...]))
      }
      return chosen
    }

    // MARK: - Files

    private func json() async throws(CommandEnd) -> [UInt8] {
      if let address = DashboardAddress(source) {
        return try await address.fetch(token: token, variables: ProcessEnvironment.variables)
      }
      let name = source == "-" ? FileName("/dev/stdin") : FileName(source)
      do throws(LocalFileProblem) {
        return try LocalFile(name, limit: DashboardAddress.limit, takesPipe: true).bytes
      } catch {
        throw CommandEnd(.usage, error.message)
      }
    }

    private var token: HTTPAccess.Credential? {
      let inline = ProcessEnvironment.variables["GRAFANA_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
      return tokenFile.map { .file("\($0)") } ?? inline.map { .inline(Secret($0)) }
    }

    /// More than dashboards have that people have made.
    private static let libraryLimit = 100

    /// Library panels from the Grafana that has the dashboard; those that it does not give are listed.
    private func libraryPanels(_ uids: [String]) async -> [[UInt8]] {
      guard let address = DashboardAddress(source) else { return [] }
      var answers: [[UInt8]] = []
      for uid in uids.prefix(Self.libraryLimit) {
        guard let panel = address.libraryPanel(uid) else { continue }
        do throws(CommandEnd) {
          answers.append(
            try await panel.fetch(token: token, variables: ProcessEnvironment.variables)
          )
        } catch {
          StandardStreams.complain("goldtop: library panel '\(uid)': \(error.message)")
        }
      }
      return answers
    }

    private func save(_ text: String, to file: FileName) throws(CommandEnd) {
      let bytes = file.bytes
      let slash = bytes.lastIndex(of: UInt8(ascii: "/"))
      let path = slash.map { Array(bytes[..<$0]) } ?? [UInt8(ascii: ".")]
      let folder = InitFolder(FileName(bytes: path))
      let name = String(decoding: bytes[(slash.map { $0 + 1 } ?? 0)...], as: UTF8.self)
      guard force || LocalFile.stamp(of: file) == nil else {
        throw CommandEnd(.usage, "'\(file)' is there already; --force replaces it")
      }
      try folder.write(text, to: name)
    }
  }
}
