import Glibc
import Logs
import Synchronization
package import Telemetry

/// Which clocks write times without naming their zone.
package struct LogZones: Sendable {
  /// The zone of this machine.
  package var local: ZoneOffsets
  /// The zones that a person has set, by patterns of file names; the first that matches counts.
  package var set: [(pattern: String, zone: ZoneOffsets)]

  package init(local: ZoneOffsets = .utc, set: [(pattern: String, zone: ZoneOffsets)] = []) {
    self.local = local
    self.set = set
  }

  /// The configured zone of a file; `nil` for none.
  func zone(of path: String) -> ZoneOffsets? {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return set.first { pattern, _ in
      fnmatch(pattern, path, 0) == 0 || fnmatch(pattern, name, 0) == 0
    }?.zone
  }

  /// The zone by which a clock shows a moment, about which it was seen: the local one where that
  /// fits, else a fixed offset from UTC; `nil` where none brings them together.
  ///
  /// - Parameters:
  ///   - shown: What the clock shows, as if it showed UTC.
  ///   - seen: When that was.
  ///   - delay: How long after it was written a line may be seen.
  /// - Returns: The zone.
  func zone(thatShows shown: Timestamp, at seen: Timestamp, within delay: Duration) -> ZoneOffsets?
  {
    func fits(_ moment: Timestamp) -> Bool {
      moment - seen < .seconds(5) && seen - moment < delay
    }
    if fits(local.moment(ofClock: shown, seen)) { return local }
    // Containers keep UTC.
    return Self.offsets.lazy.map { ZoneOffsets($0 * 900) }.first { zone in
      fits(zone.moment(ofClock: shown, seen))
    }
  }

  /// The offsets that zones have, in quarter hours.
  ///
  /// - Source: <https://data.iana.org/time-zones/releases/>.
  private static let offsets: [Int] =
    [0] + stride(from: -48, through: 56, by: 4).filter { $0 != 0 }
    + [-38, -14, -10, 14, 18, 22, 23, 26, 35, 38, 42, 51]
}

/// The zones that were found for files, each found and said once.
final class LogFileZones: Sendable {
  private struct Finding {
    var zone: ZoneOffsets
    /// Whether a line has shown it, or a person has set it.
    var isKnown: Bool
    var note: String?
  }

  /// A file that is being written was changed just after its last line.
  private static let fileDelay = Duration.seconds(90)
  private static let liveDelay = Duration.seconds(30)
  private static let reach = 64 << 10

  private let zones: LogZones
  private let found = Mutex<[LogFileIdentity: Finding]>([:])

  init(_ zones: LogZones) {
    self.zones = zones
  }

  /// The zone of a file's times: as a person has set it, as its last line shows it, or the local one.
  func zone(of file: LogFile, _ scanner: LineScanner) -> ZoneOffsets {
    if let known = found.withLock({ $0[file.identity] }) { return known.zone }
    let finding = finding(file, scanner)
    return found.withLock { found in
      found[file.identity] = found[file.identity] ?? finding
      return finding.zone
    }
  }

  /// The zone of a pipe's times before a line has come.
  func zone(ofPipe name: String) -> ZoneOffsets { zones.zone(of: name) ?? zones.local }

  private func finding(_ file: LogFile, _ scanner: LineScanner) -> Finding {
    if let zone = zones.zone(of: file.path.description) {
      return Finding(zone: zone, isKnown: true)
    }
    guard let status = file.status, status.size > 0 else {
      return Finding(zone: zones.local, isKnown: false)
    }
    var lines = LogLinesBackward(file, before: status.size, includesUnfinished: true)
    while let line = lines.next(), status.size - line.offset < Self.reach {
      guard let shown = scanner.clockWithoutZone(of: line.bytes, arrival: status.modified) else {
        continue
      }
      let zone = zones.zone(thatShows: shown, at: status.modified, within: Self.fileDelay)
      return finding(zone, file.path.description, "its last line and modification time")
    }
    return Finding(zone: zones.local, isKnown: false)
  }

  private func finding(_ zone: ZoneOffsets?, _ path: String, _ reason: String) -> Finding {
    guard let zone else { return Finding(zone: zones.local, isKnown: false) }
    guard zone != zones.local else { return Finding(zone: zone, isKnown: true) }
    return Finding(zone: zone, isKnown: true, note: Self.note(zone, path, reason))
  }

  /// Learns from lines that came just now; the zone where it is another one from now on.
  func learn(
    from lines: [LogLine],
    of file: (identity: LogFileIdentity, path: String),
    _ scanner: LineScanner,
    now: Timestamp
  ) -> ZoneOffsets? {
    guard found.withLock({ $0[file.identity]?.isKnown != true }), !lines.isEmpty,
      zones.zone(of: file.path) == nil
    else { return nil }
    let shown = lines.reversed().lazy.prefix(20).compactMap { line in
      scanner.clockWithoutZone(of: line.bytes, arrival: now)
    }.first
    guard let shown, let zone = zones.zone(thatShows: shown, at: now, within: Self.liveDelay) else {
      return nil
    }
    let finding = finding(zone, file.path, "when its lines arrive")
    found.withLock { $0[file.identity] = finding }
    return zone
  }

  /// The note on a file's time zone that is not yet reported.
  func takeNote(_ identity: LogFileIdentity) -> String? {
    found.withLock { found in
      defer { found[identity]?.note = nil }
      return found[identity]?.note
    }
  }

  /// The note on a decision, with the setting that overrides it.
  static func note(_ zone: ZoneOffsets, _ path: String, _ reason: String) -> String {
    let name = CivilTime(
      Timestamp(nanoseconds: 0),
      offsetSeconds: zone.seconds(at: Timestamp(nanoseconds: .max))
    ).zoneName
    return "times without a zone in '\(path)' are read as \(name), judging by \(reason); "
      + "logs.time_zone overrides it"
  }
}
