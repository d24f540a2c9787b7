import ArgumentParser
import Dashboard
import DashboardConfig
import LocalSource
import Screen
import Signals
import Telemetry

/// The words that a shell offers as values of flags.
enum ShellWords {
  /// Views, and panels that fill the screen.
  static let views = CompletionKind.list(
    ViewCatalog.standard.reservedNames + PanelCatalog.all.map(\.id)
  )
  /// Themes.
  static let themes = CompletionKind.list(ThemeName.allCases.map(\.rawValue))
  /// Profiles.
  static let profiles = CompletionKind.list(MetricProfile.all.map(\.name))
  /// The environments of the configuration that the command line names, or of the usual one.
  static let environments = CompletionKind.custom { words, _, _ in
    let named = words.firstIndex(of: "--config").flatMap { index in
      words.dropFirst(index + 1).first
    }
    return environments(config: named, variables: ProcessEnvironment.variables)
  }

  /// The environments of a configuration; none where it cannot be read.
  static func environments(config: String?, variables: [String: String]) -> [String] {
    let loader = ConfigurationLoader(
      path: config.map { FileName($0) },
      flags: [:],
      variables: variables
    )
    return (try? loader.resolve())?.settings?.environments ?? []
  }
}
