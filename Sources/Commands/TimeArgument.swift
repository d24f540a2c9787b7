import Dashboard
import Telemetry

/// Reads moments as people type them.
enum TimeArgument {
  /// Reads RFC 3339, epoch seconds, `now`, or a distance from now: `-1h30m`; `nil` for other texts.
  static func moment(_ text: String, now: Timestamp) -> Timestamp? {
    if text == "now" { return now }
    if text.hasPrefix("-"), let distance = Duration(prometheusText: String(text.dropFirst())) {
      return now - distance
    }
    if let seconds = Double(text), seconds.isFinite { return Timestamp(seconds: seconds) }
    return Timestamp(rfc3339: text)
  }

  /// The range and the end that `--from` and `--to` ask for; the range is the shortest that holds
  /// them both.
  static func stretch(
    from: String?,
    to: String?,
    now: Timestamp
  ) throws(CommandEnd) -> (range: TimeRange?, end: Timestamp?) {
    let end = try read(to, "--to", now)
    if let end, end > now + .seconds(60) {
      throw CommandEnd(.usage, "--to '\(to ?? "")' is in the future: leave it out for the present")
    }
    guard let start = try read(from, "--from", now) else { return (nil, end) }
    let length = (end ?? now) - start
    guard length > .zero else {
      throw CommandEnd(.usage, "--from '\(from ?? "")' must be before the end")
    }
    guard let range = TimeRange.allCases.first(where: { $0.length >= length }) else {
      throw CommandEnd(.usage, "--from '\(from ?? "")' is more than 7 days before the end")
    }
    return (range, end)
  }

  private static func read(
    _ text: String?,
    _ flag: String,
    _ now: Timestamp
  ) throws(CommandEnd) -> Timestamp? {
    guard let text else { return nil }
    guard let moment = moment(text, now: now) else {
      throw CommandEnd(
        .usage,
        "\(flag) '\(text)' is not a time: use RFC 3339, epoch seconds, or -1h"
      )
    }
    return moment
  }
}
