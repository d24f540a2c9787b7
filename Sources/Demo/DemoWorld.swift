package import Telemetry

/// Input of a simulation: equal worlds have the same past and future.
///
/// Rates and durations are those of real seconds at any speed; only the story, which is the time of
/// day and the incidents, goes faster. However fast it goes, there is time to see that all is well
/// before an incident, and between two of them.
package struct DemoWorld: Hashable, Sendable {
  /// Where in the story the world is at `start`.
  package enum Phase: String, Hashable, Sendable, CaseIterable {
    /// All is well, and an incident is three minutes of the story away, and half a real one at least.
    case calm
    /// Eleven minutes into an incident, with five to go until its cause ends.
    case incident
  }

  /// Any value; another one gives other noise and other IDs, and the same story.
  package var seed: UInt64
  /// The moment at which somebody starts to look, on a whole number of `scrapeSeconds`.
  package let start: Timestamp
  /// The story's seconds in a real one.
  package var speed: Double
  /// Where in the story the world is at `start`.
  package var phase: Phase

  /// How far apart the scrapes are.
  package static let scrapeSeconds = 5

  /// The start is rounded down to a scrape.
  package init(seed: UInt64 = 7, start: Timestamp, speed: Double = 1, phase: Phase = .calm) {
    self.seed = seed
    self.start = start.floored(to: .seconds(Self.scrapeSeconds))
    self.speed = speed
    self.phase = phase
  }

  /// Whole seconds since the epoch at which somebody starts to look.
  var startSecond: Int { Int(start.nanoseconds / 1_000_000_000) }

  /// Seconds of the story from the begin of one incident to that of the next: two real minutes at
  /// least.
  var cycle: Double { max(StoryConditions.cycle, 120 * speed) }

  /// Seconds of the story at a second since the epoch: 0 where an incident begins.
  ///
  /// Negative before the first of the incidents that are counted, and never rounded.
  func story(at second: Double) -> Double {
    let offset = phase == .calm ? -max(180, 30 * speed) : 660
    return offset + (second - Double(startSecond)) * speed
  }

  /// The story's time of day as a share of it, 0…1; it agrees with UTC at the start.
  func dayShare(at second: Double) -> Double {
    let moment = Double(startSecond) + (second - Double(startSecond)) * speed
    let days = moment / 86_400
    return days - days.rounded(.down)
  }
}
