package import Telemetry

/// The newest lines of a stretch whose end is now, or fixed.
package struct LineWindow: Hashable, Sendable {
  /// The query for lines.
  package var logQL: String
  /// The end, exclusive; `nil` follows the clock.
  package var end: Timestamp?
  /// The length of the stretch.
  package var length: Duration
  /// The most lines.
  package var limit: Int

  package init(logQL: String, end: Timestamp?, length: Duration, limit: Int) {
    self.logQL = logQL
    self.end = end
    self.length = length
    self.limit = limit
  }
}
