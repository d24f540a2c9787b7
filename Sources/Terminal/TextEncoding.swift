import CTerminal

/// Decides between Unicode and ASCII drawing, and sets the locale that curses measures text by.
enum TextEncoding {
  /// The choice, and a notice about it.
  struct Choice: Hashable {
    var usesASCII: Bool
    var notice: String?
  }

  /// Chooses from the user's wish, the environment and the locales of this host.
  ///
  /// A locale that asks for another encoding is believed. One that asks for UTF-8 but does not exist
  /// here (SSH carries names of locales, not locales) becomes C.UTF-8; so does no locale at all, as
  /// in most containers.
  static func choose(
    ascii: Bool?,
    environment: [String: String],
    setLocale: (String) -> Int32 = { ct_set_locale($0) }
  ) -> Choice {
    let wanted = locale(in: environment)
    var isUTF8 = !wanted.isEmpty && setLocale(wanted) == 1
    if !isUTF8, wanted.isEmpty || asksForUTF8(wanted) {
      isUTF8 = ["C.UTF-8", "C.utf8", "en_US.UTF-8"].contains { setLocale($0) == 1 }
      if !isUTF8, ascii != true {
        return Choice(usesASCII: true, notice: "no UTF-8 locale on this host: drawn in ASCII")
      }
    }
    // The font of the Linux console has neither braille nor the eighth blocks.
    let isConsole = environment["TERM"]?.hasPrefix("linux") == true
    return Choice(usesASCII: !isUTF8 || (ascii ?? isConsole), notice: nil)
  }

  private static func locale(in environment: [String: String]) -> String {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      if let value = environment[name], !value.isEmpty { return value }
    }
    return ""
  }

  private static func asksForUTF8(_ locale: String) -> Bool {
    let name = locale.lowercased()
    return name.contains("utf-8") || name.contains("utf8")
  }
}
