import Logs
import Telemetry

/// Where the lines that are wanted are looked for.
struct LogsSearch: Hashable {
  /// The stretch to look through first; the end is exclusive.
  var stretch: Stretch
  /// Whether the end is only that of the past.
  var isOpen: Bool
  /// Earlier stretches to look through one after the other while there are no lines.
  var earlier: [Stretch] = []

  /// The search that options ask for.
  ///
  /// Without any it is the last hour of a server and all of a file; of an ID that carries its own
  /// time the minutes from there on, and of any other one, or where those have no line, it goes
  /// further and further back.
  init(_ options: LogsOptions, now: Timestamp) throws(CommandEnd) {
    let isFile = !options.file.isEmpty
    let to = try Self.moment(options.to, "--to", now)
    let end = to ?? now
    isOpen = to == nil
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
      stretch = Stretch(from: end - length, to: end)
    } else if let from = try Self.moment(options.from, "--from", now) {
      stretch = Stretch(from: from, to: end)
    } else if isFile {
      stretch = Stretch(from: Timestamp(nanoseconds: 0), to: end)
    } else if let id = options.id {
      earlier = CorrelationSearch.stretches(CorrelationSearch.reaches, before: end)
      if let written = CorrelationSearch.stretch(of: try options.correlation(id)) {
        stretch = Stretch(from: written.start, to: to ?? min(now, written.end))
      } else {
        stretch = earlier.removeFirst()
      }
    } else {
      stretch = Stretch(from: end - .seconds(3600), to: end)
    }
    // Lines of a file may be dated ahead.
    if isFile, to == nil { stretch.end = Timestamp(nanoseconds: .max) }
    guard !stretch.isEmpty else {
      throw CommandEnd(.usage, "the start must be before the end")
    }
  }

  /// Whether a line that following brings lies in it.
  func holds(_ moment: Timestamp) -> Bool {
    moment >= stretch.start && (isOpen || moment < stretch.end)
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
