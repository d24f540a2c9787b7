/// The number from which a whole simulation follows.
package struct DemoSeed: Hashable, Sendable {
  /// Any value; equal seeds give equal worlds.
  package var value: UInt64

  /// Makes a seed.
  package init(_ value: UInt64) {
    self.value = value
  }
}
