import Dashboard
import DashboardConfig
import LocalSource
import Screen

/// Finds, reads and checks the configuration of a command.
struct ConfigurationLoader {
  /// The path of `--config`; `nil` where none was given.
  let path: FileName?
  /// The flags that were given, by name.
  let flags: [String: String]
  /// The environment variables.
  let variables: [String: String]

  /// The file that is read, and whether somebody named it, so that it must be there.
  var file: (path: FileName, isNamed: Bool)? {
    if let path { return (path, true) }
    if let path = variables["GOLDTOP_CONFIG"], !path.isEmpty { return (FileName(path), true) }
    if let base = variables["XDG_CONFIG_HOME"], base.hasPrefix("/") {
      return (FileName("\(base)/goldtop/config.json"), false)
    }
    if let home = variables["HOME"], !home.isEmpty {
      return (FileName("\(home)/.config/goldtop/config.json"), false)
    }
    return nil
  }

  /// Reads everything and checks it; only a file that cannot be read throws.
  func resolve() throws(LocalFileProblem) -> SettingsResolution {
    var sources = ConfigSources(variables: variables, flags: flags)
    if let file {
      do {
        let local = try LocalFile(file.path)
        let path = file.path.description
        sources.file = ConfigSources.File(path: path, bytes: local.bytes, mode: local.mode)
      } catch {
        guard error.isAbsence, !file.isNamed else { throw error }
      }
    }
    return SettingsResolution(sources, vocabulary: Self.vocabulary)
  }

  /// The settings, or an end with every problem on standard error.
  func settings() throws(CommandEnd) -> Settings {
    let resolution: SettingsResolution
    do {
      resolution = try resolve()
    } catch {
      throw CommandEnd(.usage, error.message)
    }
    for warning in resolution.warnings { StandardStreams.complain("goldtop: warning: \(warning)") }
    guard let settings = resolution.settings else {
      throw CommandEnd(.usage, resolution.problems.map(\.description).joined(separator: "\n"))
    }
    return settings
  }

  /// The settings; if the default file is invalid, those without it.
  func settingsOrDefaults() throws(CommandEnd) -> Settings {
    if path == nil, (try? resolve())?.settings == nil {
      let sources = ConfigSources(variables: variables, flags: flags)
      if let settings = SettingsResolution(sources, vocabulary: Self.vocabulary).settings {
        StandardStreams.complain(
          "goldtop: warning: the configuration file is invalid and was ignored"
        )
        return settings
      }
    }
    return try settings()
  }

  private static let vocabulary = ConfigVocabulary(
    panels: PanelCatalog.all.map(\.id),
    views: ViewCatalog.standard.reservedNames,
    actions: KeyMap.standard.bindings.map(\.action.name),
    keyComplaint: {
      Key(text: $0) == nil ? "'\($0)' is not a key: use a name such as q, Space, Ctrl-L or F5" : nil
    },
    keysComplaint: { keys in
      KeyMap(changing: keys).bindings.first { $0.keys.isEmpty }.map { row in
        let name = row.action.name
        return "'\(name)' has no key left: other actions use them all, so bind another"
      }
    }
  )
}

/// A command's end before its time: a status, and a message for people.
struct CommandEnd: Error {
  let status: ExitStatus
  let message: String

  init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }
}
