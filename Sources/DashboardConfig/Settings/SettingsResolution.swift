import Signals
import Telemetry

/// The outcome of reading a configuration: the settings, or everything that is wrong with it.
package struct SettingsResolution: Sendable {
  /// The settings; `nil` where there are problems, for half a configuration is none.
  package let settings: Settings?
  /// All problems, in the order of reading.
  package let problems: [ConfigProblem]
  /// Warnings: a secret that others can read, a variable without effect.
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
    var settings = Settings()
    for key in ConfigTable.keys {
      guard let property = key.property, let value = value(key.path) else { continue }
      property.set(&settings, value)
    }
    settings.environment = choice.name
    settings.environments = choice.names
    settings.prometheus = server("prometheus", folders)
    settings.alertmanager = server("alertmanager", folders)
    settings.loki = server("loki", folders)
    settings.grafana = grafana()
    (settings.profile, settings.profileTable) = profile()
    settings.thresholds = thresholds()
    settings.modelPrices = modelPrices()
    checkPanelNames(settings.hiddenPanels, "hide", vocabulary)
    checkPanelNames(settings.panelOrder, "order", vocabulary)
    settings.ownPanels = ownPanels(vocabulary)
    settings.keys = keys(vocabulary)
    return settings
  }
}
