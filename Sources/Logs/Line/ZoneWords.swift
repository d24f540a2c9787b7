/// The abbreviations of time zones that loggers write behind a time.
enum ZoneWords {
  /// What an abbreviation says; `nil` for other words.
  static func zone(_ line: LineBytes, _ range: Range<Int>) -> WrittenTime.Zone? {
    guard (2...4).contains(range.count), range.allSatisfy({ line[$0] &- 65 < 26 }) else {
      return nil
    }
    return table[NameHashes.folded(line, range)].map { words[Int($0)].zone }
  }

  private static let table = NameHashes(
    words.enumerated().map { ($1.name, UInt16($0)) }
  )

  /// Abbreviations with the offsets that the tz database gives them today.
  ///
  /// - Source: <https://data.iana.org/time-zones/tz-link.html>.
  private static let words: [(name: String, zone: WrittenTime.Zone)] =
    [
      ("UTC", 0), ("GMT", 0), ("UCT", 0), ("WET", 0), ("WEST", 60), ("BST", 60), ("CET", 60),
      ("MET", 60), ("CEST", 120), ("MEST", 120), ("EET", 120), ("SAST", 120), ("CAT", 120),
      ("EEST", 180), ("MSK", 180), ("EAT", 180), ("PKT", 300), ("WIB", 420), ("HKT", 480),
      ("SGT", 480), ("AWST", 480), ("JST", 540), ("KST", 540), ("ACST", 570), ("AEST", 600),
      ("ACDT", 630), ("AEDT", 660), ("NZST", 720), ("NZDT", 780), ("BRT", -180), ("NST", -210),
      ("NDT", -150), ("AST", -240), ("ADT", -180), ("EDT", -240), ("EST", -300), ("CDT", -300),
      ("MDT", -360), ("MST", -420), ("PDT", -420), ("PST", -480), ("AKDT", -480), ("AKST", -540),
      ("HST", -600),
    ].map { ($0, .offset($1 * 60)) }
    + ambiguous.enumerated().map { ($1.name, .ambiguous($0)) }

  /// What the names of zones begin with in the tz database.
  static let areas: [StaticString] = [
    "Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/",
    "Pacific/",
  ]

  /// Abbreviations of several zones, with their offsets, the most common first.
  static let ambiguous: [(name: String, offsets: [Int])] = [
    // Chicago, Shanghai and Havana; Kolkata, Tel Aviv and Dublin.
    ("CST", [-21_600, 28_800, -18_000]), ("IST", [19_800, 7200, 3600]),
  ]
}
