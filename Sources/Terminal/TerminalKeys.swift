import CTerminal
import Screen

/// The keys that terminfo has names for.
enum TerminalKeys {
  private static let capabilities: [(String, Key)] =
    [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home),
      ("kend", .end), ("kpp", .pageUp), ("knp", .pageDown), ("kdch1", .delete), ("kcbt", .backtab),
      ("kent", .enter),
    ] + (1...12).map { ("kf\($0)", .function($0)) }

  /// The sequences of the terminal type that was opened.
  static func sequences() -> [[UInt8]: Key] {
    var found: [[UInt8]: Key] = [:]
    for (name, key) in capabilities {
      if let sequence = ct_key_sequence(name) { found[Array(String(cString: sequence).utf8)] = key }
    }
    return found
  }
}
