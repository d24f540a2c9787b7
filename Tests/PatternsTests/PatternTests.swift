import Patterns
import TestSupport
import Testing

@Suite struct PatternTests {
  /// An expression with texts that it fits somewhere, and texts that it does not.
  static let searches: [(String, fits: [String], others: [String])] = [
    ("abc", ["abc", "xabcx"], ["", "ab", "acb"]),
    ("a|bc|", ["", "x"], []),
    ("^ab+c?$", ["ab", "abbb", "abbc"], ["a", "abcc", "xab", "abx"]),
    ("a.c", ["abc", "aéc", "a日c", "a🎉c"], ["ac", "a\nc"]),
    ("(?s)a.c", ["a\nc"], ["ac"]),
    ("[a-cx]{2,3}$", ["ab", "abcx"], ["a", "ad"]),
    ("[^a]", ["b", "é", "\n"], ["", "aaa"]),
    ("[]a]+z", ["]az"], ["bz"]),
    ("[a\\-z]", ["-"], ["b"]),
    ("[[:alpha:]_]+\\d", ["ab_1"], ["12", "ab_"]),
    ("[[:^digit:]]", ["a"], ["123"]),
    ("\\bcat\\b", ["a cat.", "cat"], ["concat", "cats"]),
    ("\\Bat", ["cat"], ["at"]),
    ("(?i)straße", ["STRAßE", "Straße"], ["strasse"]),
    ("(?i:a)b", ["Ab", "ab"], ["aB"]),
    ("a(?i)b|c", ["aB", "C"], ["AB"]),
    ("(?m)^b$", ["a\nb\nc"], ["ab"]),
    ("\\x41\\x{1F389}\\101", ["A🎉A"], ["A"]),
    ("\\Qa.b*\\E+", ["a.b**"], ["aab"]),
    ("\\p{Lu}\\pN", ["É7"], ["é7"]),
    ("\\PL", ["7"], ["a"]),
    ("\\d+\\.\\d{3}", ["12.345"], ["12.34"]),
    ("x*", [""], []),
    ("(a|ab)(c|bcd)$", ["abcd", "ac"], ["abd"]),
    ("a{,2}", ["a{,2}"], ["aa"]),
    ("{", ["{"], ["}"]),
  ]

  @Test(arguments: searches.indices)
  func whatFitsSomewhereIsFound(_ index: Int) throws {
    let (source, fits, others) = Self.searches[index]
    let pattern = try Pattern(source)
    for text in fits { #expect(pattern.matches(text), "\(source) in \(text)") }
    for text in others { #expect(!pattern.matches(text), "\(source) in \(text)") }
  }

  @Test(arguments: [
    ("a|b", ["a", "b"], ["ab", "xa", ""]), ("", [""], ["a"]), (".*", ["", "a\nb"], []),
    (".+", ["é"], [""]), ("..", ["éa", "🎉🎉"], ["é", "a", "abc"]),
    ("5..", ["500", "503"], ["5000", "50", "1500"]), ("(?i)GET|post", ["get", "POST"], ["put"]),
    ("^a$", ["a"], ["aa"]), ("a$b?", ["a"], ["ab"]),
  ])
  func anchoredOnesFitTheWholeText(_ source: String, _ fits: [String], _ others: [String]) throws {
    let pattern = try Pattern(anchored: source)
    for text in fits { #expect(pattern.matches(text), "\(source) on \(text)") }
    for text in others { #expect(!pattern.matches(text), "\(source) on \(text)") }
  }

  @Test(
    arguments: [
      "(", ")", "a)", "[", "[z-a]", "a**", "*a", "\\", "\\1", "\\y", "(?<n>a)(?<n>b)", "(?P<>a)",
      "(?=a)", "a{1001}", "a{2,1}", "[[:no:]]", "\\p{Greek}", "\\xZZ", "(?z)a", "\\8",
      LongText(String(repeating: "(", count: 5000)),
    ] as [LongText]
  )
  func whatIsNoExpressionIsRefused(_ source: LongText) {
    #expect(throws: PatternProblem.self) { try Pattern(source.text) }
  }

  @Test func problemsSayWhere() {
    let problem = #expect(throws: PatternProblem.self) { try Pattern("é(a[b") }
    #expect(problem?.message == "missing closing ]")
    #expect(problem?.offset == 4)
  }

  @Test func theLeftmostAndPreferredPlaceIsFound() throws {
    let cases: [(String, String, Range<Int>?)] = [
      ("a+", "baaac", 1..<4), ("a+?", "baaac", 1..<2), ("a|ab", "ab", 0..<1),
      ("ab|a", "ab", 0..<2), ("x*", "axx", 0..<0), ("é", "aé", 1..<3), ("z", "abc", nil),
      ("\\bb", "ab b", 3..<4), ("(?U)a+", "aaa", 0..<1), ("$", "ab", 2..<2),
    ]
    for (source, text, range) in cases {
      let pattern = try Pattern(source)
      var text = text
      #expect(text.withUTF8 { pattern.firstRange(in: $0) } == range, "\(source)")
    }
    let pattern = try Pattern("a")
    var text = "a.a"
    #expect(text.withUTF8 { pattern.firstRange(in: $0, from: 1) } == 2..<3)
  }

  @Test func groupsAreCaptured() throws {
    let pattern = try Pattern(anchored: "(?P<host>[^:]+):(\\d+)(/.*)?")
    #expect(pattern.groupNames == ["host", nil, nil])
    #expect(pattern.captures(in: "db-1:5432")?.groups == ["db-1:5432", "db-1", "5432", nil])
    #expect(pattern.captures(in: "db-1") == nil)
    #expect(try Pattern("(a|b)*").captures(in: "abac")?.groups == ["aba", "a"])
  }

  @Test func bytesThatAreNoTextCountAsOneCharacterEach() throws {
    let bytes: [UInt8] = [0x61, 0xFF, 0x80, 0x62]
    #expect(try bytes.withUnsafeBufferPointer(Pattern(anchored: "a..b").matches))
    #expect(try !bytes.withUnsafeBufferPointer(Pattern(anchored: "a.b").matches))
    #expect(try bytes.withUnsafeBufferPointer(Pattern("b$").matches))
  }

  @Test func expressionsThatHurtBacktrackersAreQuick() throws {
    // A backtracker would need 2 to the power of hundreds.
    let text = String(repeating: "a", count: 400)
    #expect(try !Pattern("(a+)+$|(a*)*b").matches(text + "c"))
    #expect(try !Pattern("(a?){50}a{50}x").matches(text))
    #expect(try Pattern("([^b]{0,90}){2}z").matches(text) == false)
  }

  /// Texts that are too long for one way after the other are walked in another manner.
  @Test func groupsInLongTextsAreThoseOfShortOnes() throws {
    let rest = String(repeating: "\n", count: 140_000)
    for (source, text) in [
      ("(a|ab)(c|bcd)?(d*)", "abcd"), ("(a+)(b+)?", "aab"), ("(?:(a)|(b)|(c))*", "abcab"),
      ("(a*?)(a*)(b|$)", "aaab"), ("((a|b)*?)(b?)c", "ababc"), ("x*(\\w+)-(\\d+)", "xxab-12"),
      ("(\\bcat\\b)(s?)", "cat"), ("^(.*)=(.*)$", "a=b=c"), ("(?m)^(.*)=(.*)$", "a=b=c"),
      ("()(a|b)*", "ab"), ("((a?)(b?))*c", "abbac"),
    ] {
      let pattern = try Pattern(source)
      let short = pattern.captures(in: text)
      if !source.hasPrefix("^") { #expect(pattern.captures(in: text + rest) == short, "\(source)") }
      #expect((short == nil) == !pattern.matches(text))
    }
  }

  @Test func groupsAgreeWithABacktracker() throws {
    var random = SeededGenerator(seed: 0x9A7)
    var captured = 0
    for _ in 0..<900 {
      let parts = (0..<3).map { _ in Self.expression(depth: 1, &random) }
      guard !parts.contains(where: { $0.contains("^") || $0.contains("$") }) else { continue }
      let source = "(\(parts[0]))(?:(\(parts[1]))|(\(parts[2])))?"
      let pattern = try Pattern(source)
      let regex = try Regex(source).matchingSemantics(.unicodeScalar)
      for _ in 0..<4 {
        let text = Self.text(&random)
        let expected = text.firstMatch(of: regex).map { match in
          match.output.map { $0.substring.map(String.init) }
        }
        #expect(pattern.captures(in: text)?.groups == expected, "\(source) in \(text)")
        captured += expected == nil ? 0 : 1
      }
    }
    #expect(captured > 100)
  }

  @Test func equalSourcesAreEqualPatterns() throws {
    #expect(try Pattern("a") == Pattern("a"))
    #expect(try Pattern("a") != Pattern("a", ignoresCase: true))
    #expect(try Pattern("a") != Pattern(anchored: "a"))
  }

  /// Expressions from a grammar, on short texts, against Swift's own engine, which backtracks.
  @Test func itAgreesWithABacktracker() throws {
    var random = SeededGenerator(seed: 0x2E2)
    var compared = 0
    for _ in 0..<600 {
      let source = Self.expression(depth: 3, &random)
      let pattern = try Pattern(source)
      let regex = try Regex(source).matchingSemantics(.unicodeScalar)
      for _ in 0..<4 {
        var text = Self.text(&random)
        let expected = text.firstMatch(of: regex).map { match in
          text.utf8.distance(
            from: text.startIndex,
            to: match.range.lowerBound
          )..<text.utf8.distance(from: text.startIndex, to: match.range.upperBound)
        }
        let range = text.withUTF8 { pattern.firstRange(in: $0) }
        #expect(range == expected, "\(source) in \(text)")
        #expect(pattern.matches(text) == (expected != nil), "\(source) in \(text)")
        compared += 1
      }
    }
    #expect(compared == 2400)
  }

  private static func expression(depth: Int, _ random: inout SeededGenerator) -> String {
    let atoms = ["a", "b", "é", ".", "[ab]", "[^a]", "[a-c]", "c"]
    let atom = atoms[Int.random(in: atoms.indices, using: &random)]
    guard depth > 0 else { return atom }
    let inner = expression(depth: depth - 1, &random)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return inner + atom
    case 1: return "(?:\(inner)|\(expression(depth: depth - 1, &random)))"
    case 2: return atom + "*" + inner
    case 3: return atom + "+?" + inner
    case 4: return "\(atom)?\(inner)"
    case 5: return atom + "{1,2}" + inner
    case 6: return "^\(inner)"
    default: return "\(inner)$"
    }
  }

  private static func text(_ random: inout SeededGenerator) -> String {
    let scalars = ["a", "b", "c", "é", " "]
    return (0..<Int.random(in: 0...6, using: &random))
      .map { _ in scalars[Int.random(in: scalars.indices, using: &random)] }.joined()
  }

  @Test(arguments: [
    ("a+", "baaac", "<$0>", "b<aaa>c"),
    ("(?P<host>[a-z]+)-(\\d+)", "db-1 web-22", "$2.${host}", "1.db 22.web"),
    ("a*", "baac", "-", "-b-c-"),
    ("x*", "äö", ".", ".ä.ö."),
    ("^", "ab", ">", ">ab"),
    ("b", "aaa", "x", "aaa"),
    ("a", "", "x", ""),
    ("(a)|b", "ab", "[$1$9]$$", "[a]$[]$"),
  ])
  func allFitsAreReplaced(
    _ source: String,
    _ text: String,
    _ replacement: String,
    _ expected: String
  ) throws {
    let result = try Pattern(source).replacingAll(in: text, with: PatternReplacement(replacement))
    #expect(result == expected)
  }
}
