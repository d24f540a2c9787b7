import Screen
import Telemetry

/// Moments as the dashboard shows them.
struct TimeText: Hashable, Sendable {
  /// Local, UTC or relative.
  var display: TimeDisplay
  /// Seconds east of UTC for local times.
  var utcOffset: Int
  /// The moment that relative times count from.
  var now: Timestamp

  private var offset: Int { display == .utc ? 0 : utcOffset }

  /// The clock of the title bar, with the zone.
  var clock: String {
    let time = CivilTime(now, offsetSeconds: offset)
    return "\(time.clock) \(time.zoneName)"
  }

  /// A moment to the second; with the day where it is not today's.
  func moment(_ moment: Timestamp) -> String {
    if display == .relative { return distance(to: moment) }
    let time = CivilTime(moment, offsetSeconds: offset)
    let today = CivilTime(now, offsetSeconds: offset)
    return time.monthDay == today.monthDay && time.year == today.year
      ? time.clock : "\(time.monthDay) \(time.clock)"
  }

  /// A stretch: `13:40–13:55`.
  func stretch(_ start: Timestamp, _ end: Timestamp) -> String {
    let between = display == .relative ? " to " : "–"
    return short(start) + between + short(end)
  }

  private func short(_ moment: Timestamp) -> String {
    if display == .relative { return distance(to: moment) }
    let time = CivilTime(moment, offsetSeconds: offset)
    let today = CivilTime(now, offsetSeconds: offset)
    return time.monthDay == today.monthDay ? time.hourMinute : time.monthDayHourMinute
  }

  private func distance(to moment: Timestamp) -> String {
    moment > now ? "+\((moment - now).ageText)" : "-\((now - moment).ageText)"
  }

  private static let tickSeconds: [Int64] = [
    10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800,
  ]

  /// Round moments of a window for a horizontal axis of so many columns, at least ten apart.
  func ticks(from start: Timestamp, to end: Timestamp, columns: Int) -> [LineChart.Tick] {
    let span = (end - start).inSeconds
    guard columns >= 12, span > 0 else { return [] }
    let least = span / Double(columns) * 10
    guard let step = Self.tickSeconds.first(where: { Double($0) >= least }) else { return [] }
    let width = step * 1_000_000_000
    let origin = display == .relative ? reference(end).nanoseconds : -Int64(offset) * 1_000_000_000
    let base = origin % width
    var place = (start.nanoseconds - base) / width * width + base
    var ticks: [LineChart.Tick] = []
    while place <= end.nanoseconds {
      if place > start.nanoseconds {
        ticks.append(LineChart.Tick(place, label(Timestamp(nanoseconds: place), step, end)))
      }
      place += width
    }
    return ticks
  }

  /// What relative labels count from: now, or the last point of a live window, which moves by steps.
  private func reference(_ end: Timestamp) -> Timestamp {
    now - end < .seconds(60) ? end : now
  }

  private func label(_ moment: Timestamp, _ step: Int64, _ end: Timestamp) -> String {
    if display == .relative {
      let distance = reference(end) - moment
      return distance < .seconds(1) ? "0" : "-\(distance.prometheusText)"
    }
    let time = CivilTime(moment, offsetSeconds: offset)
    if step >= 43_200 { return time.monthDay }
    return step < 60 ? time.clock : time.hourMinute
  }
}

extension Model {
  /// How moments are shown now.
  var timeText: TimeText {
    TimeText(display: timeDisplay, utcOffset: settings.utcOffset, now: now)
  }
}
