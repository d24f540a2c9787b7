import Synchronization
import Telemetry

/// When the parts of a file came into being, for lines that have no time of their own.
///
/// It is the same for everybody who reads, so that a line has the same time whenever it is read.
final class LogFileArrivals: Sendable {
  private struct Part {
    /// Its end.
    var end: Int
    /// When it was seen first.
    var at: Timestamp
    /// Whether it was seen as it came; else the file was there before.
    var isSeen: Bool
  }

  /// A file that grows all day has no more parts than this.
  private static let most = 4096

  private let parts = Mutex<[LogFileIdentity: [Part]]>([:])

  /// Notes how long a file is at a moment; what is known already stays.
  func note(_ identity: LogFileIdentity, size: Int, at moment: Timestamp, isSeen: Bool = false) {
    parts.withLock { parts in
      var known = parts[identity] ?? []
      // A file that was cut off begins anew.
      if let last = known.last, size < last.end { known = [] }
      guard size > known.last?.end ?? -1 else { return }
      if known.count == Self.most { known = known.indices.filter { $0 % 2 == 1 }.map { known[$0] } }
      known.append(Part(end: size, at: moment, isSeen: isSeen))
      parts[identity] = known
    }
  }

  /// Forgets a file that was rewritten in place.
  func forget(_ identity: LogFileIdentity) {
    parts.withLock { $0[identity] = nil }
  }

  /// When the byte at an offset was seen first; `nil` where the file is not known.
  func moment(of offset: Int, in identity: LogFileIdentity) -> Timestamp? {
    part(of: offset, in: identity)?.at
  }

  /// Whether the byte at an offset was seen as it came.
  func isSeen(_ offset: Int, in identity: LogFileIdentity) -> Bool {
    part(of: offset, in: identity)?.isSeen ?? false
  }

  private func part(of offset: Int, in identity: LogFileIdentity) -> Part? {
    parts.withLock { parts in
      guard let known = parts[identity] else { return nil }
      var low = 0
      var high = known.count
      while low < high {
        let middle = (low + high) / 2
        if known[middle].end > offset { high = middle } else { low = middle + 1 }
      }
      return low < known.count ? known[low] : known.last
    }
  }
}
