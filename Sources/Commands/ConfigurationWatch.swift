import Dashboard
import DashboardConfig

/// Notices when the configuration file changes, and says what a reload would do.
///
/// Servers and the terminal are opened once at the start; a change there needs a new start, and the
/// remark says so.
struct ConfigurationWatch {
  let loader: ConfigurationLoader
  let initial: Settings
  /// What the command changes in each version of the configuration.
  let adjust: @Sendable (inout DashboardSettings) -> Void

  /// The changes; none where there is no file to watch.
  func changes() -> AsyncStream<ConfigurationChange>? {
    guard let path = loader.file?.path else { return nil }
    let start = LocalFile.stamp(of: path)
    return AsyncStream { continuation in
      let task = Task {
        var known = start
        while !Task.isCancelled {
          try? await Task.sleep(for: .seconds(2))
          let stamp = LocalFile.stamp(of: path)
          // An editor may take the file away for a moment; that is not a change yet.
          guard let stamp, stamp != known else { continue }
          known = stamp
          continuation.yield(change())
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  private func change() -> ConfigurationChange {
    let resolution: SettingsResolution
    do {
      resolution = try loader.resolve()
    } catch {
      return .broken(error.message)
    }
    guard let settings = resolution.settings else {
      let first = resolution.problems.first?.description ?? "unknown problem"
      let more = resolution.problems.count - 1
      return .broken(more > 0 ? "\(first) (and \(more) more)" : first)
    }
    if settings.prometheus != initial.prometheus || settings.alertmanager != initial.alertmanager {
      return .broken("servers have changed: start goldtop anew to use them")
    }
    var dashboard = DashboardSettings(settings)
    adjust(&dashboard)
    return .ready(dashboard)
  }
}
