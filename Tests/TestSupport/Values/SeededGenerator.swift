/// Random numbers that are the same in every run.
package struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// Starts from a number; equal numbers give equal runs.
  package init(seed: UInt64) {
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A text made of the scalars that quoting has to be careful with.
  package mutating func awkwardText() -> String {
    let scalars: [Unicode.Scalar] = [
      "\"", "\\", "\n", "\r", "\t", "'", "`", "{", "}", ",", "=", "~", "!", "a", "7", "_", ":", ".",
      " ", "é", "\u{301}", "\u{200D}", "\u{202E}", "日", "🎉", "\u{1B}",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...8, using: &self) {
      text.append(scalars[Int.random(in: scalars.indices, using: &self)])
    }
    return String(text)
  }
}
