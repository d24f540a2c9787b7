import Screen
import Telemetry

/// Moments as the dashboard shows them.
struct TimeText: Hashable, Sendable {
  /// Local, UTC or relative.
  var display: TimeDisplay
  /// The zone of local times.
  var zone: ZoneOffsets
  /// The moment that relative times count from.
  var now: Timestamp

  /// Seconds ahead of UTC.
  func offset(at moment: Timestamp) -> Int {
    display == .utc ? 0 : zone.seconds(at: moment)
  }

  /// A moment on the clock of its zone as it was then.
  func civil(_ moment: Timestamp) -> CivilTime {
    CivilTime(moment, offsetSeconds: offset(at: moment))
  }

  /// The clock of the title bar, with the zone.
  var clock: String {
    let time = civil(now)
    return "\(time.clock) \(time.zoneName)"
  }

  /// The clock without the zone.
  var shortClock: String { civil(now).clock }

  /// The clock without seconds.
  var minuteClock: String {
    let time = civil(now)
    return "\(time.clock.prefix(5)) \(time.zoneName)"
  }

  /// A moment to the second; with the day where it is not today's.
  func moment(_ moment: Timestamp) -> String {
    if display == .relative { return distance(to: moment) }
    let time = civil(moment)
    let today = civil(now)
    return time.monthDay == today.monthDay && time.year == today.year
      ? time.clock : "\(time.monthDay) \(time.clock)"
  }

  /// Stretches up to this long are told to the second.
  private static let brief = Duration.seconds(120)

  /// A stretch: `13:40–13:55`, or `13:40:05–13:40:15`; with the days where it is not all of today.
  func words(for stretch: Stretch) -> String {
    let between = display == .relative ? " to " : "–"
    let ends = ends(stretch.start, stretch.end, fitting: .max)
    return ends.first + between + ends.last
  }

  /// Both ends of a stretch; in fewer columns the clock without the day, or the day alone.
  func ends(
    _ start: Timestamp,
    _ end: Timestamp,
    fitting width: Int
  ) -> (first: String, last: String) {
    if display == .relative { return (distance(to: start), distance(to: end)) }
    let (first, last) = (civil(start), civil(end))
    let isBrief = end - start <= Self.brief
    let isOneDay = Self.isSameDay(first, last)
    let isToday = isOneDay && Self.isSameDay(first, civil(now))
    let clocks = [first, last].map { isBrief ? $0.clock : $0.hourMinute }
    let whole = (
      first: (isToday ? "" : day(of: first) + " ") + clocks[0],
      last: (isOneDay ? "" : day(of: last) + " ") + clocks[1]
    )
    if max(VisibleText.width(of: whole.first), VisibleText.width(of: whole.last)) <= width {
      return whole
    }
    let isLong = end - start >= .seconds(86_400)
    let few = [first, last].map { isLong ? $0.monthDay : $0.hourMinute }
    return (few[0], few[1])
  }

  /// The day, with the year where that is another one.
  private func day(of time: CivilTime) -> String {
    time.year == civil(now).year ? time.monthDay : "\(time.year)-\(time.monthDay)"
  }

  private static func isSameDay(_ left: CivilTime, _ right: CivilTime) -> Bool {
    left.year == right.year && left.monthDay == right.monthDay
  }

  private func distance(to moment: Timestamp) -> String {
    moment > now ? "+\((moment - now).ageText)" : "-\((now - moment).ageText)"
  }

  private static let tickSeconds: [Int64] = [
    10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800,
  ]

  /// Round moments of a window for a horizontal axis of so many columns, at least ten apart; nearer
  /// where that leaves fewer than two of those that fit.
  func ticks(from start: Timestamp, to end: Timestamp, columns: Int) -> [LineChart.Tick] {
    let span = (end - start).inSeconds
    guard columns >= 12, span > 0 else { return [] }
    let wide = ticks(from: start, to: end, least: span / Double(columns) * 10)
    guard wide.count < 2 else { return wide }
    let near = ticks(from: start, to: end, least: span / Double(columns) * 6)
    return near.allSatisfy { VisibleText.width(of: $0.text) <= 5 } ? near : wide
  }

  private func ticks(from start: Timestamp, to end: Timestamp, least: Double) -> [LineChart.Tick] {
    guard let step = Self.tickSeconds.first(where: { Double($0) >= least }) else { return [] }
    let width = step * 1_000_000_000
    // Multiples of the step by the clock on the wall; relative ones are counted from their reference.
    func shift(_ moment: Timestamp) -> Duration {
      display == .relative
        ? .zero - .nanoseconds(reference(end).nanoseconds % width) : .seconds(offset(at: moment))
    }
    var wall = (start + shift(start)).floored(to: .nanoseconds(width))
    let last = end + shift(end)
    var ticks: [LineChart.Tick] = []
    while wall <= last {
      // Where the clocks were changed, the offset at the tick is not that at the start.
      let guess = wall - shift(start)
      let place = wall - shift(guess)
      if place > start, place <= end {
        ticks.append(LineChart.Tick(place.nanoseconds, label(place, step, end)))
      }
      let next = wall + .nanoseconds(width)
      // At the end of all time there is no next one.
      guard next > wall else { break }
      wall = next
    }
    return ticks
  }

  /// Origin of relative labels: now, or the last point of a live window, which moves by steps.
  private func reference(_ end: Timestamp) -> Timestamp {
    now - end < .seconds(60) ? end : now
  }

  private func label(_ moment: Timestamp, _ step: Int64, _ end: Timestamp) -> String {
    if display == .relative {
      let distance = reference(end) - moment
      return distance < .seconds(1) ? "0" : "-\(distance.prometheusText)"
    }
    let time = civil(moment)
    if step >= 43_200 { return time.monthDay }
    return step < 60 ? time.clock : time.hourMinute
  }
}
