/// A formatted value in parts, so that a screen can draw number and unit differently.
package struct UnitText: Hashable, Sendable {
  /// Prefix of the number: a currency sign, after the minus if there is one.
  package var prefix: String
  /// The digits, or what stands for them.
  package var number: String
  /// The unit; empty where there is none or the number holds it, as in `2m05s`.
  package var unit: String
  /// Whether a blank stands between number and unit.
  package var isSpaced: Bool

  init(_ number: String, _ unit: String = "", spaced: Bool = false, prefix: String = "") {
    self.prefix = prefix
    self.number = number
    self.unit = unit
    isSpaced = spaced
  }

  /// The whole text: `38 ms`, `$1.84/h`.
  package var text: String {
    prefix + number + (isSpaced && !unit.isEmpty ? " " : "") + unit
  }
}
