package import Screen
package import Telemetry

/// The whole state of a dashboard, changed by `update` alone.
package struct Model: Hashable, Sendable {
  /// What it was told.
  package var settings: DashboardSettings
  /// The terminal's size.
  package var size: Size
  /// The latest tick.
  package var now: Timestamp

  /// Makes a dashboard that has asked nothing yet.
  package init(settings: DashboardSettings, size: Size, now: Timestamp) {
    self.settings = settings
    self.size = size
    self.now = now
  }

  /// The first plan, and whatever else is to be done at the start.
  package mutating func start() -> [Effect] {
    []
  }

  /// Takes an event in and says what is to be done.
  package mutating func update(_ event: Event) -> [Effect] {
    []
  }

  /// Whether every poll of the plan has been answered or has failed at least once, so that a
  /// snapshot can be taken.
  package var isSettled: Bool { true }

  /// The screen.
  package func view() -> Grid {
    Grid(size)
  }
}
