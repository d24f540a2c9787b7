/// Why a text is no dashboard that can be read.
package struct GrafanaProblem: Error, Hashable, Sendable {
  /// The words.
  package let message: String
}
