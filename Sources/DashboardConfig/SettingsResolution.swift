import Signals
import Telemetry

/// The outcome of reading a configuration: the settings, or everything that is wrong with it.
package struct SettingsResolution: Sendable {
  /// The settings; `nil` where there are problems, for half a configuration is none.
  package let settings: Settings?
  /// All problems, in the order of reading.
  package let problems: [ConfigProblem]
  /// What works but should be known: a secret that others can read, a variable without effect.
  package let warnings: [ConfigProblem]
  /// The effective values with their origins, servers at the top level; secrets are in the clear.
  let effective: ConfigNode

  /// Reads and checks a configuration; the vocabulary holds the names that settings may use.
  package init(_ sources: ConfigSources, vocabulary: ConfigVocabulary = ConfigVocabulary()) {
    let layers = ConfigLayers(sources)
    var choice = EnvironmentChoice(layers)
    choice.resolve()
    effective = choice.effective
    var reader = SettingsReader(effective)
    let folders = SettingsReader.Folders(
      file: Self.folder(of: sources.file?.path ?? ""),
      home: sources.variables["HOME"]
    )
    let settings = reader.settings(choice, folders, vocabulary)
    let found = layers.problems + choice.problems + choice.placed(reader.problems)
    problems = ConfigProblem.inOrder(Self.unique(found))
    warnings = ConfigProblem.inOrder(layers.warnings + choice.warnings)
    self.settings = problems.isEmpty ? settings : nil
  }

  /// The folder of a file; empty for one in the working folder.
  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The problems without repetitions: what is seen in a layer may show in the whole again.
  private static func unique(_ problems: [ConfigProblem]) -> [ConfigProblem] {
    var seen: Set<ConfigProblem> = []
    return problems.filter { seen.insert($0).inserted }
  }
}

extension SettingsReader {
  fileprivate mutating func settings(
    _ choice: EnvironmentChoice,
    _ folders: Folders,
    _ vocabulary: ConfigVocabulary
  ) -> Settings {
    let (profile, table) = profile()
    return Settings(
      environment: choice.name,
      environments: choice.names,
      prometheus: server("prometheus", folders),
      alertmanager: server("alertmanager", folders),
      loki: server("loki", folders),
      selector: matchers("selector"),
      exporterSelector: matchers("exporter_selector"),
      refresh: duration("refresh"),
      range: duration("range"),
      rateWindow: rateWindow(),
      timeout: duration("timeout"),
      concurrency: integer("concurrency"),
      theme: self.choice("theme", or: .dark),
      color: self.choice("color", or: .auto),
      ascii: self.choice("ascii", or: .auto),
      synchronizedOutput: self.choice("synchronized_output", or: .auto),
      timeZone: self.choice("time_zone", or: .local),
      profile: profile,
      profileTable: table,
      thresholds: thresholds(),
      logs: logs(),
      hiddenPanels: panelNames("hide", vocabulary),
      panelOrder: panelNames("order", vocabulary),
      ownPanels: ownPanels(vocabulary),
      keys: keys(vocabulary)
    )
  }
}
