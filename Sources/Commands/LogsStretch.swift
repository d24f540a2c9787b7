import Logs
import Telemetry

/// The stretch of time whose lines are wanted.
struct LogsStretch: Hashable {
  /// How far back a search for an ID that does not tell its age goes.
  static let widest = Duration.seconds(7 * 86_400)
  /// A request seldom takes longer.
  static let requestLength = Duration.seconds(900)

  /// The first moment, inclusive.
  var start: Timestamp
  /// The end, exclusive.
  var end: Timestamp
  /// Whether the end is only that of the past.
  var isOpen: Bool
  /// Earlier starts to try one after the other while there are no lines.
  var earlierStarts: [Timestamp] = []

  /// The stretch that options ask for.
  ///
  /// Without any it is the last hour of a server and all of a file; of an ID that carries its own
  /// time the minutes from there on, and of any other one it grows to seven days.
  init(_ options: LogsOptions, now: Timestamp) throws(CommandEnd) {
    let isFile = !options.file.isEmpty
    let to = try Self.moment(options.to, "--to", now)
    isOpen = to == nil
    end = to ?? (isFile ? Timestamp(nanoseconds: .max) : now)
    if let since = options.since {
      guard options.from == nil else {
        throw CommandEnd(.usage, "use either --since or --from")
      }
      guard let length = Duration(prometheusText: since), length > .zero else {
        throw CommandEnd(
          .usage,
          "--since '\(since)' is not a duration: use a form such as 15m, 1h or 7d"
        )
      }
      start = (to ?? now) - length
    } else if let from = try Self.moment(options.from, "--from", now) {
      start = from
    } else if isFile {
      start = Timestamp(nanoseconds: 0)
    } else if let id = options.id, let created = try options.correlation(id).created {
      // Clocks differ by seconds.
      start = created - .seconds(60)
      if to == nil { end = min(now, created + Self.requestLength) }
    } else {
      start = (to ?? now) - .seconds(3600)
      if options.id != nil {
        earlierStarts = [6 * 3600, 86_400, 7 * 86_400].map { (to ?? now) - .seconds($0) }
      }
    }
    guard start < end else {
      throw CommandEnd(.usage, "the start must be before the end")
    }
  }

  /// Whether a line that following brings lies in it.
  func holds(_ moment: Timestamp) -> Bool {
    moment >= start && (isOpen || moment < end)
  }

  private static func moment(
    _ text: String?,
    _ flag: String,
    _ now: Timestamp
  ) throws(CommandEnd) -> Timestamp? {
    guard let text else { return nil }
    guard let moment = TimeArgument.moment(text, now: now) else {
      throw CommandEnd(
        .usage,
        "\(flag) '\(text)' is not a time: use RFC 3339, epoch seconds, or -1h"
      )
    }
    return moment
  }
}
