import Screen

/// The escape sequences that make cells of the screen a link (OSC 8).
///
/// Curses knows nothing of links, so they are laid over its cells when it has drawn: the cursor goes there and
/// comes back, and the text is written once more.
///
/// - Source: <https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda>.
enum HyperlinkSequence {
  /// The most bytes of an address; terminals drop longer ones.
  private static let limit = 2083

  /// Whether a terminal is known to have links; others may show their sequences as text.
  ///
  /// - Source: <https://github.com/Alhadis/OSC8-Adoption>.
  static func isKnown(to environment: [String: String]) -> Bool {
    let names = ["xterm-kitty", "xterm-ghostty", "foot", "alacritty", "wezterm", "contour", "tmux"]
    let term = environment["TERM", default: ""]
    if names.contains(where: term.hasPrefix) { return true }
    if let version = environment["VTE_VERSION"].flatMap(Int.init), version >= 5000 { return true }
    let programs = ["iTerm.app", "WezTerm", "ghostty", "vscode"]
    if programs.contains(environment["TERM_PROGRAM", default: ""]) { return true }
    return ["KONSOLE_VERSION", "WT_SESSION", "KITTY_WINDOW_ID"].contains { environment[$0] != nil }
  }

  /// All links of a frame; none where something has been drawn over one since.
  static func bytes(for grid: Grid) -> [UInt8] {
    grid.links.flatMap { link -> [UInt8] in
      guard let target = target(link.address), grid.shows(link) else { return [] }
      let place = "\u{1B}7\u{1B}[\(link.y + 1);\(link.x + 1)H\u{1B}[0;4m"
      return Array("\(place)\u{1B}]8;;\(target)\u{1B}\\\(link.text)\u{1B}]8;;\u{1B}\\\u{1B}8".utf8)
    }
  }

  /// The address in printable ASCII; `nil` for anything but the web, and for what is too long.
  static func target(_ address: String) -> String? {
    let lower = address.lowercased()
    guard lower.hasPrefix("https://") || lower.hasPrefix("http://") else { return nil }
    var target = ""
    for byte in address.utf8 {
      if byte > 0x20, byte < 0x7F {
        target.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let hex = String(byte, radix: 16, uppercase: true)
        target += "%" + (hex.utf8.count == 1 ? "0" : "") + hex
      }
    }
    return target.utf8.count <= limit ? target : nil
  }
}

extension Grid {
  /// Whether the text of a link still stands where it was drawn.
  fileprivate func shows(_ link: Link) -> Bool {
    var x = link.x
    for scalar in link.text.unicodeScalars {
      guard x < size.width, self[x, link.y].scalar == scalar.value else { return false }
      x += 1
    }
    return true
  }
}
