import Dashboard
import DashboardConfig

/// Notices when the configuration file changes, and says what a reload would do.
///
/// Servers and the terminal are opened once at the start; a change there needs a new start, and a
/// remark says so.
struct ConfigurationWatch {
  let loader: ConfigurationLoader
  let initial: Settings
  /// Changes the command makes to each version of the configuration.
  let adjust: @Sendable (inout DashboardSettings) -> Void

  /// The changes; none where there is no file to watch.
  func changes() -> AsyncStream<ConfigurationChange>? {
    guard let path = loader.file?.path else { return nil }
    let start = LocalFile.stamp(of: path)
    return AsyncStream { continuation in
      let task = Task {
        var looks = FileLooks(known: start)
        while !Task.isCancelled {
          try? await Task.sleep(for: .seconds(2))
          switch looks.take(LocalFile.stamp(of: path)) {
          case .changed: continuation.yield(change())
          case .gone: continuation.yield(.broken("'\(path)' is gone; settings stay as loaded"))
          case nil: break
          }
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
    guard
      settings.prometheus == initial.prometheus, settings.alertmanager == initial.alertmanager,
      settings.loki == initial.loki
    else { return .broken("servers have changed: restart goldtop to use them") }
    var dashboard = DashboardSettings(settings)
    adjust(&dashboard)
    let later = settings.needingNewStart(since: initial)
    if !later.isEmpty {
      let names = later.joined(separator: ", ")
      dashboard.notices = ["\(names): takes effect after a restart; the rest is loaded"]
    }
    return .ready(dashboard)
  }
}

/// State of watching a file.
struct FileLooks {
  /// The change of the file.
  enum News: Hashable {
    case changed
    case gone
  }

  /// The version told last; `nil` for no file.
  private var known: LocalFile.Stamp?
  private var misses = 0

  init(known: LocalFile.Stamp?) {
    self.known = known
  }

  /// Takes in the version that there is now.
  mutating func take(_ stamp: LocalFile.Stamp?) -> News? {
    guard let stamp else {
      misses += 1
      // An editor may take the file away for a moment; that is not a change yet.
      guard misses > 1, known != nil else { return nil }
      known = nil
      return .gone
    }
    misses = 0
    guard stamp != known else { return nil }
    known = stamp
    return .changed
  }
}
