/// A setting's value once it has been read by its kind.
package enum ConfigValue: Hashable, Sendable {
  /// A text.
  case text(String)
  /// A switch.
  case boolean(Bool)
  /// A number: bytes, a count.
  case number(Double)
  /// A number with the unit that it was written in, already in the base unit (seconds, 0…1, bytes,
  /// dollars); no unit for a bare number.
  case measure(Double, Measure.Unit?)
  /// A span of time.
  case duration(Duration)
  /// Texts in order.
  case texts([String])
}

/// The problem with one value, and the remedy.
struct ValueProblem: Error, Hashable, Sendable {
  /// The words, without key and place.
  var message: String

  init(_ message: String) {
    self.message = message
  }
}
