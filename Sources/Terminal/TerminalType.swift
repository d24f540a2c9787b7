import CTerminal

/// Finds a terminal type that this host can describe.
enum TerminalType {
  /// The type to draw as, and what the user should know about it.
  struct Choice: Hashable {
    var term: String
    var notice: String?
  }

  /// The terminfo entry of a type.
  enum Finding: Hashable {
    case fine, unknown, incapable
  }

  /// The types to try for a value of TERM, best first.
  static func candidates(for term: String) -> [String] {
    var names = [term]
    // The -direct types take colour numbers as red, green and blue; ours are of the palette.
    if term.hasSuffix("-direct") { names = [term.dropLast(7) + "-256color"] }
    // Terminals that call themselves xterm-something are described under their own name.
    if term.hasPrefix("xterm-") { names.append(String(term.dropFirst(6))) }
    if term.hasPrefix("tmux") || term.hasPrefix("screen") {
      names += ["screen-256color", "screen"]
    }
    if term.hasPrefix("rxvt") { names += ["rxvt-256color", "rxvt"] }
    return names + ["xterm-256color", "xterm"]
  }

  /// Chooses the first candidate that is described.
  static func choose(
    for term: String,
    identify: (String) -> Finding = identify,
    addBuiltIn: () -> Void = { ct_use_builtin_terminfo() }
  ) throws(TerminalError) -> Choice {
    if ["", "dumb", "unknown"].contains(term) { throw .cannotDraw(term: term) }
    for name in candidates(for: term) {
      switch identify(name) {
      case .fine:
        let same = name == term || term.hasSuffix("-direct")
        return Choice(term: name, notice: same ? nil : "unknown TERM \(term): drawn as \(name)")
      case .incapable where name == term:
        throw .cannotDraw(term: term)
      case .incapable, .unknown:
        continue
      }
    }
    addBuiltIn()
    let builtIn = "xterm-256color"
    guard identify(builtIn) == .fine else { throw .undescribed(term: term) }
    return Choice(
      term: builtIn,
      notice: "no terminal descriptions (terminfo) on this host: drawn as \(builtIn)"
    )
  }

  private static func identify(_ term: String) -> Finding {
    switch Int(ct_identify(term)) {
    case CT_TERM_FINE: .fine
    case CT_TERM_INCAPABLE: .incapable
    default: .unknown
    }
  }
}
