package import Dashboard
package import Screen

/// The loop's interface to a dashboard: events in, effects and screens out, and no time of its own.
package protocol DashboardState: Sendable {
  /// The effects at the start.
  mutating func start() -> [Effect]
  /// Takes an event in and says what is to be done.
  mutating func update(_ event: Event) -> [Effect]
  /// The screen.
  func view() -> Grid
  /// Whether everything asked so far has been answered or has failed.
  var isSettled: Bool { get }
  /// Whether so many log lines come that every frame is a new list.
  var isFlooded: Bool { get }
  /// Whether it is paused and has nothing else to say than the time.
  var isStill: Bool { get }
  /// The state of each part of the screen in words, by its name; for bug reports.
  var partStates: [String: String] { get }
}

extension Model: DashboardState {}
