import DashboardConfig
import FoundationEssentials
import Glibc
import LocalSource
import Telemetry

/// Finds time zones by their names.
enum TimeZones {
  /// Where the tz database lies.
  private static let folders = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/etc/zoneinfo"]

  /// The zone of this machine, or the one that `TZ` names.
  static func local() -> ZoneOffsets {
    let name = ProcessEnvironment.variables["TZ"].map {
      $0.first == ":" ? String($0.dropFirst()) : $0
    }
    let found = name.map { $0.isEmpty ? .utc : file($0) } ?? read("/etc/localtime")
    return found ?? asTheSystemSays()
  }

  /// What the zone of this machine is called: as in the tz database, as `TZ` has it, or by its offset at
  /// a moment.
  static func localName(at moment: Timestamp) -> String {
    if let name = ProcessEnvironment.variables["TZ"], !name.isEmpty {
      return name.first == ":" ? String(name.dropFirst()) : name
    }
    let file = URL(filePath: "/etc/localtime").resolvingSymlinksInPath().path
    if let folder = folders.first(where: { file.hasPrefix("\($0)/") }) {
      let name = String(file.dropFirst(folder.count + 1))
      return ["Etc/UTC", "UTC", "Etc/UCT", "Zulu"].contains(name) ? "UTC" : name
    }
    return CivilTime(moment, offsetSeconds: local().seconds(at: moment)).zoneName
  }

  /// The zone of a name such as `Europe/Berlin`, `UTC`, `+02:00` or `local`; `nil` where this machine
  /// knows none of that name.
  static func zone(_ name: String) -> ZoneOffsets? {
    if name.lowercased() == "local" { return local() }
    return ZoneOffsets(offset: name) ?? file(name)
  }

  private static func file(_ name: String) -> ZoneOffsets? {
    guard name.first != "/" else { return read(name) }
    guard !name.contains("..") else { return nil }
    return folders.lazy.compactMap { read("\($0)/\(name)") }.first
  }

  private static func read(_ path: String) -> ZoneOffsets? {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else { return nil }
    return ZoneOffsets(tzFile: [UInt8](data))
  }

  /// The offsets of two years around now, for values of `TZ` that are not names.
  private static func asTheSystemSays() -> ZoneOffsets {
    let now = Timestamp(seconds: Double(time(nil)))
    let year = Duration.seconds(366 * 86_400)
    return ZoneOffsets(from: now - year, to: now + year) { moment in
      var second = time_t(moment.seconds)
      var parts = tm()
      return localtime_r(&second, &parts) == nil ? 0 : parts.tm_gmtoff
    }
  }
}

extension LogZones {
  /// The zones of log files as the configuration sets them.
  ///
  /// - Throws: `CommandEnd` that names a zone of which this machine knows nothing.
  init(_ settings: LogsSettings) throws(CommandEnd) {
    var set: [(pattern: String, zone: ZoneOffsets)] = []
    for file in settings.timeZones {
      guard let zone = TimeZones.zone(file.zone) else {
        throw CommandEnd(
          .usage,
          "logs.time_zone: unknown time zone '\(file.zone)': "
            + "use UTC or an offset such as +02:00, or install the tz database"
        )
      }
      set.append((file.pattern, zone))
    }
    self.init(local: TimeZones.local(), set: set)
  }
}
