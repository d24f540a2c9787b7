import Telemetry

/// Finds the place of a moment in a file without reading all of it.
///
/// Lines of several writers are not in order to the millisecond, so a place is a little before or
/// behind where the moment is.
enum LogFileSeek {
  /// How far apart in time lines may be in the wrong order.
  static let disorder = Duration.seconds(10)
  /// Size below which a search is not worth it.
  private static let enough = 256 << 10
  private static let probe = 64 << 10

  /// An offset before which no line is as late as the moment.
  static func offset(before moment: Timestamp, _ file: LogFile, _ stamps: LogFileStamps) -> Int {
    bounds(moment - disorder, file, stamps).low
  }

  /// An offset behind which every line is later than the moment.
  static func offset(behind moment: Timestamp, _ file: LogFile, _ stamps: LogFileStamps) -> Int {
    bounds(moment + disorder, file, stamps).high
  }

  private static func bounds(
    _ moment: Timestamp,
    _ file: LogFile,
    _ stamps: LogFileStamps
  ) -> (low: Int, high: Int) {
    var low = 0
    var high = file.status?.size ?? 0
    while high - low > enough {
      let middle = (low + high) / 2
      // Where no line has a time there is no order to search by.
      guard let found = firstTime(from: middle, file, stamps) else { break }
      if found.time < moment { low = found.offset } else { high = middle }
    }
    return (low, high)
  }

  /// The first line with a time of its own behind an offset.
  private static func firstTime(
    from offset: Int,
    _ file: LogFile,
    _ stamps: LogFileStamps
  ) -> (offset: Int, time: Timestamp)? {
    var cutter = LogLineCutter(offset: offset)
    var isFirst = true
    var found: (offset: Int, time: Timestamp)?
    cutter.feed(file.read(at: offset, count: probe)) { line in
      // The first one is the rest of a line.
      if isFirst {
        isFirst = false
      } else if found == nil, let time = stamps.entry(line).own {
        found = (line.offset, time)
      }
    }
    return found
  }
}
