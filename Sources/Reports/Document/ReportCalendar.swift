package import Telemetry

/// The clocks and days that a report goes by.
package struct ReportCalendar: Hashable, Sendable {
  /// How far its clocks are from UTC.
  package let zone: ZoneOffsets
  /// The zone's name, such as `Europe/Berlin`.
  package let name: String

  package init(_ zone: ZoneOffsets, named name: String) {
    self.zone = zone
    self.name = name
  }

  /// UTC.
  package static let utc = ReportCalendar(.utc, named: "UTC")

  /// What the clocks show at a moment.
  package func time(_ moment: Timestamp) -> CivilTime {
    CivilTime(moment, offsetSeconds: zone.seconds(at: moment))
  }

  /// The moment so many days before at which the clocks show the same.
  package func moment(_ moment: Timestamp, daysBefore days: Int) -> Timestamp {
    let shown = moment + .seconds(zone.seconds(at: moment)) - .seconds(86_400 * days)
    return zone.moment(ofClock: shown, moment)
  }

  /// A stretch so many days before, from and to the same times of day.
  package func stretch(_ stretch: Stretch, daysBefore days: Int) -> Stretch {
    Stretch(
      from: moment(stretch.start, daysBefore: days),
      to: moment(stretch.end, daysBefore: days)
    )
  }

  /// So many days up to a moment, from one time of day to the same of the next: of 23 or 25 hours where
  /// clocks are changed.
  package func days(_ count: Int, through end: Timestamp) -> [Stretch] {
    (0..<count).reversed().map { back in
      Stretch(from: moment(end, daysBefore: back + 1), to: moment(end, daysBefore: back))
    }
  }

  /// So many hours up to a moment.
  package func hours(of stretch: Stretch) -> [Stretch] {
    let hour = Duration.seconds(3600)
    let count = Int(saturating: (stretch.length / hour).rounded(.down))
    return (0..<count).reversed().map { back in
      let end = stretch.end - hour * back
      return Stretch(from: end - hour, to: end)
    }
  }

  /// Both ends and the length: `2026-01-30 14:00 to 2026-01-31 14:00 (1d)`.
  package func words(_ stretch: Stretch) -> String {
    "\(day(stretch.start)) to \(day(stretch.end)) (\(stretch.length.prometheusText))"
  }

  /// `2026-01-30 14:00`.
  package func day(_ moment: Timestamp) -> String {
    let time = time(moment)
    return "\(time.rfc3339.prefix(10)) \(time.hourMinute)"
  }
}

extension Stretch {
  /// Whether it is a day, be it of 23 or 25 hours, and not more.
  var isDay: Bool { length < .seconds(36 * 3600) }

  /// Its days, as a column names them: `7D`.
  var daysTitle: String { "\(Int(saturating: (length.inSeconds / 86_400).rounded()))D" }
}
