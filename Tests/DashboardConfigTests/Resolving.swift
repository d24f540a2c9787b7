import DashboardConfig

/// Resolves a configuration that is written in a test.
func resolve(
  _ json: String? = nil,
  variables: [String: String] = [:],
  flags: [String: String] = [:],
  mode: UInt32? = nil,
  vocabulary: ConfigVocabulary = ConfigVocabulary()
) -> SettingsResolution {
  let file = json.map {
    ConfigSources.File(path: "etc/goldtop.json", bytes: Array($0.utf8), mode: mode)
  }
  return SettingsResolution(
    ConfigSources(file: file, variables: variables, flags: flags),
    vocabulary: vocabulary
  )
}

/// The problems of a configuration, as they are printed.
func problems(
  _ json: String? = nil,
  variables: [String: String] = [:],
  flags: [String: String] = [:],
  vocabulary: ConfigVocabulary = ConfigVocabulary()
) -> [String] {
  resolve(json, variables: variables, flags: flags, vocabulary: vocabulary)
    .problems.map(\.description)
}

/// The names that the tests' dashboards have.
let shopVocabulary = ConfigVocabulary(
  panels: ["latency", "traffic", "errors", "saturation", "cache", "cost", "dependencies"],
  views: ["overview", "alerts", "logs"],
  actions: ["quit", "help", "pause", "refresh-now"],
  keyComplaint: { $0.count == 1 ? nil : "'\($0)' is not a key: use one character" }
)
