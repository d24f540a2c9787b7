package import Telemetry

/// Where the lines of one request are looked for.
package enum CorrelationSearch {
  /// How far back an ID is looked for, step by step, where its own time does not tell or has no line.
  package static let reaches: [Duration] = [
    .seconds(900), .seconds(3600), .seconds(21_600), .seconds(86_400), .seconds(604_800),
  ]
  /// How far the clock that writes a line may be behind the one that made the ID.
  package static let clockError = Duration.seconds(60)
  /// The lines of one request seldom lie further apart than this.
  private static let neighbourhood = Duration.seconds(300)
  /// How long a request is expected to leave traces, queues and retries included.
  private static let requestLength = Duration.seconds(600)

  /// The minutes in which the lines of an ID that carries its time lie, the end exclusive; `nil` for
  /// other IDs.
  package static func stretch(of id: CorrelationID) -> Stretch? {
    id.created.map { Stretch(from: $0 - clockError, to: $0 + requestLength) }
  }

  /// The stretches to look through one after the other, each of what the ones before have left out.
  ///
  /// - Parameters:
  ///   - reaches: How far back they go, in any order.
  ///   - end: Where the first one ends, exclusive.
  /// - Returns: The newest first.
  package static func stretches(_ reaches: [Duration], before end: Timestamp) -> [Stretch] {
    var edge = end
    return reaches.sorted().map { reach in
      defer { edge = end - reach }
      return Stretch(from: end - reach, to: edge)
    }
  }

  /// The stretch right before one that was looked through.
  ///
  /// - Parameters:
  ///   - stretch: What was looked through last.
  ///   - oldest: The oldest line that was found.
  /// - Returns: `nil` where that line is not so near the edge that others may lie before it.
  package static func neighbour(of stretch: Stretch, oldest: Timestamp) -> Stretch? {
    let edge = Stretch(from: stretch.start, to: stretch.start + neighbourhood)
    guard edge.contains(oldest) else { return nil }
    return Stretch(from: stretch.start - neighbourhood, to: stretch.start)
  }
}
