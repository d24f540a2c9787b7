/// Reads RE2's syntax.
///
/// - Source: <https://github.com/google/re2/wiki/Syntax>.
struct PatternParser {
  /// The modes that `(?ims)` sets.
  struct Flags: Hashable, Sendable {
    var ignoresCase = false
    var isMultiline = false
    var dotMatchesNewline = false
    var isUngreedy = false
  }

  /// Names of groups, the first one of group 1; `nil` for one without a name.
  private(set) var groupNames: [String?] = []
  var flags: Flags

  let scalars: [Unicode.Scalar]
  var position = 0
  private var depth = 0

  private static let largestCount = 1000
  private static let deepest = 200

  init(_ source: String, flags: Flags) {
    scalars = Array(source.unicodeScalars)
    self.flags = flags
  }

  mutating func parse() throws(PatternProblem) -> PatternNode {
    let node = try choice()
    guard position == scalars.count else { throw problem("unexpected )") }
    return node
  }

  private mutating func choice() throws(PatternProblem) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw problem("expression nests too deeply") }
    let before = flags
    var branches = [try sequence()]
    while take("|") { branches.append(try sequence()) }
    flags = before
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func sequence() throws(PatternProblem) -> PatternNode {
    var parts: [PatternNode] = []
    while let scalar = peek, scalar != "|", scalar != ")" {
      guard let atom = try atom() else { continue }
      parts.append(try repetitions(of: atom))
    }
    return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .sequence(parts)
  }

  private mutating func repetitions(of atom: PatternNode) throws(PatternProblem) -> PatternNode {
    var node = atom
    var isRepeated = false
    while let (least, most) = try count() {
      guard !isRepeated else { throw problem("invalid nested repetition operator") }
      let isLazy = take("?") != flags.isUngreedy
      node = .repetition(node, least: least, most: most, isLazy: isLazy)
      isRepeated = true
    }
    return node
  }

  /// The repetition that stands here; `nil` for none.
  private mutating func count() throws(PatternProblem) -> (Int, Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    let start = position
    guard take("{"), let least = number() else {
      position = start
      return nil
    }
    var most: Int? = least
    if take(",") { most = peek == "}" ? nil : number() ?? -1 }
    guard take("}"), most != -1 else {
      position = start
      return nil
    }
    guard least <= Self.largestCount, (most ?? least) <= Self.largestCount, (most ?? least) >= least
    else { throw problem("invalid repeat count", at: start) }
    return (least, most)
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let digit = peek, ("0"..."9").contains(digit), (value ?? 0) < 100_000 {
      value = (value ?? 0) * 10 + Int(digit.value - 48)
      position += 1
    }
    return value
  }

  /// One unit of a repetition; `nil` if only a flag was set.
  private mutating func atom() throws(PatternProblem) -> PatternNode? {
    guard let scalar = peek else { return .empty }
    switch scalar {
    case "(": return try group()
    case "[": return .scalars(try scalarClass())
    case ".":
      position += 1
      return .scalars(flags.dotMatchesNewline ? .all : ScalarSet.newline.inverted)
    case "^":
      position += 1
      return .place(flags.isMultiline ? .startOfLine : .startOfText)
    case "$":
      position += 1
      return .place(flags.isMultiline ? .endOfLine : .endOfText)
    case "\\": return try escape()
    case "*", "+", "?": throw problem("missing argument to repetition operator: \(scalar)")
    default:
      position += 1
      return literal(scalar)
    }
  }

  func literal(_ scalar: Unicode.Scalar) -> PatternNode {
    let set = ScalarSet(scalar.value)
    return .scalars(flags.ignoresCase ? set.foldingCase : set)
  }

  private mutating func group() throws(PatternProblem) -> PatternNode? {
    let start = position
    let outside = flags
    position += 1
    var index: Int?
    if take("?") {
      if take("P") {
        guard peek == "<" else { throw problem("invalid named capture", at: start) }
      }
      if take("<") {
        index = try addGroup(named: try groupName(start))
      } else if try setFlags(start) {
        return nil
      }
    } else {
      index = try addGroup(named: nil)
    }
    let body = try choice()
    guard take(")") else { throw problem("missing closing )", at: start) }
    flags = outside
    return index.map { .group(body, $0) } ?? body
  }

  private mutating func addGroup(named name: String?) throws(PatternProblem) -> Int {
    if let name, groupNames.contains(name) { throw problem("duplicate capture group name") }
    groupNames.append(name)
    return groupNames.count
  }

  private mutating func groupName(_ start: Int) throws(PatternProblem) -> String {
    var name = String.UnicodeScalarView()
    while let scalar = peek, scalar != ">" {
      guard ScalarSet.word.ranges.contains(where: { $0.contains(scalar.value) }) else { break }
      name.append(scalar)
      position += 1
    }
    guard take(">"), !name.isEmpty else { throw problem("invalid named capture", at: start) }
    return String(name)
  }

  /// Reads flags after `(?`; true where the group ends with them, so that they hold from here on.
  private mutating func setFlags(_ start: Int) throws(PatternProblem) -> Bool {
    var value = true
    while let scalar = peek {
      position += 1
      switch scalar {
      case "i": flags.ignoresCase = value
      case "m": flags.isMultiline = value
      case "s": flags.dotMatchesNewline = value
      case "U": flags.isUngreedy = value
      case "-" where value: value = false
      case ")": return true
      case ":": return false
      default: throw problem("invalid or unsupported Perl syntax", at: start)
      }
    }
    throw problem("missing closing )", at: start)
  }

  var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    position += 1
    return true
  }

  func problem(_ message: String, at index: Int? = nil) -> PatternProblem {
    let offset = scalars[..<min(index ?? position, scalars.count)].reduce(0) {
      $0 + UTF8.width($1)
    }
    return PatternProblem(message, at: offset)
  }
}
