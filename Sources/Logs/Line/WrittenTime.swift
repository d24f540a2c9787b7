import Telemetry

/// A date and a time of day as a line holds them, before it is known which clock they show.
struct WrittenTime: Hashable {
  /// What the line says of its clock.
  enum Zone: Hashable {
    /// So many seconds east of UTC.
    case offset(Int)
    /// An abbreviation that zones with different offsets have: its number in `ZoneWords.ambiguous`.
    case ambiguous(Int)
    /// Nothing.
    case missing
  }

  /// Nanoseconds since the epoch as if the clock showed UTC.
  var nanoseconds: Int64
  /// What the line says of the clock.
  var zone: Zone
  /// How it is written.
  var shape: DateShape

  /// Whether the moment is known without knowing where the line was written.
  var isZoned: Bool {
    if case .offset = zone { true } else { false }
  }
}

/// How a moment is written; `DateReader` tries those that the first bytes allow.
enum DateShape: String, CaseIterable {
  /// `2026-11-28T04:05:06.123Z`, `2026-11-28 04:05:06,123`, `2026/11/28 04:05:06`,
  /// `2026.11.28 04:05:06`, `2026-11-28, 04:05:06 UTC`.
  ///
  /// RFC 3339 and ISO 8601; Python's `logging`, log4j, logback, Go's `log`, nginx's error log,
  /// PostgreSQL, ClickHouse, Airflow 2.
  case yearFirst = "2026-11-28 04:05:06"
  /// `20261128T040506Z`, `20261128 04:05:06.123`.
  ///
  /// ISO 8601's basic format; glog 0.6 with a year behind the level's letter.
  case compact = "20261128 04:05:06"
  /// `261128  4:05:06`, `261128 040506`.
  ///
  /// MySQL before 5.7, tornado, Hadoop's HDFS.
  case shortYear = "261128 04:05:06"
  /// `28/Nov/2026:04:05:06 +0000`, `28-Nov-2026 04:05:06.123`, `28 Nov 2026 04:05:06`.
  ///
  /// The access logs of Apache and nginx, Tomcat, PHP, BIND, Redis, RabbitMQ 3.
  case dayMonthName = "28 Nov 2026 04:05:06"
  /// `11/28/2026 4:05:06 AM`, `28.11.2026 04:05:06`, `28/11/2026 04:05:06`, `26/11/28 04:05:06`.
  ///
  /// NestJS, .NET in the cultures of the USA and Europe; Spark begins with a year of two digits.
  case numeric = "11/28/2026 04:05:06"
  /// `11-28 04:05:06.123`, `1128 04:05:06.123456`.
  ///
  /// Android's logcat; klog and glog behind the level's letter.
  case monthDay = "11-28 04:05:06"
  /// `Nov 28 04:05:06`, `Nov 28, 2026 4:05:06 AM`, `Nov 28 04:05:06 2026`.
  ///
  /// RFC 3164 and its daemons, java.util.logging.
  case monthName = "Nov 28 04:05:06"
  /// `Sat Nov 28 04:05:06.123456 2026`, `Sat, 28 Nov 2026 04:05:06 GMT`.
  ///
  /// Apache's error log, `ctime`, RFC 1123.
  case weekday = "Sat Nov 28 04:05:06 2026"
  /// `1795838706`, `1795838706.123`, `1.795838706123e+09`, in s, ms, µs or ns by their size.
  ///
  /// pino, zap, structlog, squid.
  case epoch = "1795838706.123"
}

/// The clock by which written times become moments.
struct LineClock {
  /// The zone of times that name none.
  var zone: ZoneOffsets
  /// When the line arrived.
  var arrival: Timestamp

  /// The moment of a written time.
  func moment(_ time: WrittenTime) -> Timestamp {
    switch time.zone {
    case .offset(let seconds): return Self.moment(time.nanoseconds, seconds)
    case .missing: return zone.moment(ofClock: Timestamp(nanoseconds: time.nanoseconds), arrival)
    case .ambiguous(let word):
      let offsets = ZoneWords.ambiguous[word].offsets
      return local(time, offsets) ?? Self.moment(time.nanoseconds, offsets[0])
    }
  }

  private static func moment(_ nanoseconds: Int64, _ seconds: Int) -> Timestamp {
    Timestamp(nanoseconds: nanoseconds &- Int64(seconds) * 1_000_000_000)
  }

  /// Whether the zone of a time had to be guessed: its abbreviation has two meanings, of which
  /// neither is the local one.
  func isUnsure(_ time: WrittenTime) -> Bool {
    guard case .ambiguous(let word) = time.zone else { return false }
    return local(time, ZoneWords.ambiguous[word].offsets) == nil
  }

  /// The moment by the local zone where its offset is one of these.
  private func local(_ time: WrittenTime, _ offsets: [Int]) -> Timestamp? {
    let local = zone.moment(ofClock: Timestamp(nanoseconds: time.nanoseconds), arrival)
    return offsets.contains { local == Self.moment(time.nanoseconds, $0) } ? local : nil
  }
}
