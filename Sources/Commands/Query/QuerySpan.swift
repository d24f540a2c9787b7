import Signals
import Telemetry

/// The moments at which an expression is to be evaluated.
enum QuerySpan: Hashable {
  /// One moment.
  case moment(Timestamp)
  /// From the first moment to the last, inclusive, a step apart.
  case range(Stretch, step: Duration)

  /// Reads the flags; without any it is now.
  init(
    time: String?,
    range: String?,
    step: String?,
    from: String?,
    to: String?,
    now: Timestamp
  ) throws(CommandEnd) {
    guard range != nil || from != nil else {
      if to != nil { throw CommandEnd(.usage, "--to needs --from or --range") }
      if step != nil { throw CommandEnd(.usage, "--step needs --range, or --from and --to") }
      self = .moment(try Self.moment(time, "--time", now) ?? now)
      return
    }
    if range != nil, from != nil {
      throw CommandEnd(.usage, "use either --range, or --from and --to")
    }
    if time != nil, to != nil { throw CommandEnd(.usage, "use either --time or --to") }
    let end = try Self.moment(time ?? to, time == nil ? "--to" : "--time", now) ?? now
    let start: Timestamp
    if let length = try Self.duration(range, "--range") {
      start = end - length
    } else {
      start = try Self.moment(from, "--from", now) ?? now
    }
    guard start <= end else {
      throw CommandEnd(.usage, "the start of the range must not be after its end")
    }
    let grain = QueryGrain(range: end - start, points: 240, scrapeInterval: .seconds(1))
    let step = try Self.duration(step, "--step") ?? grain.step
    self = .range(Stretch(from: start, to: end), step: step)
  }

  /// Whether there is more than one moment.
  var isRange: Bool {
    if case .range = self { return true }
    return false
  }

  private static func moment(
    _ text: String?,
    _ flag: String,
    _ now: Timestamp
  ) throws(CommandEnd) -> Timestamp? {
    guard let text else { return nil }
    if let moment = TimeArgument.moment(text, now: now) { return moment }
    throw CommandEnd(.usage, "\(flag) '\(text)' is not a time: use RFC 3339, epoch seconds, or -1h")
  }

  private static func duration(_ text: String?, _ flag: String) throws(CommandEnd) -> Duration? {
    guard let text else { return nil }
    if let duration = Duration(prometheusText: text), duration >= .milliseconds(1) {
      return duration
    }
    if let seconds = Double(text), seconds >= 0.001, seconds < 1e9 {
      return .milliseconds(Int64(seconds * 1000))
    }
    throw CommandEnd(
      .usage,
      "\(flag) '\(text)' is not a duration: use a form such as 15s or 1h30m, or seconds"
    )
  }
}
