/// A regular expression as instructions over bytes.
struct PatternProgram: Hashable, Sendable {
  /// One instruction; numbers are those of others.
  enum Instruction: Hashable, Sendable {
    /// A byte between two, both included.
    case bytes(UInt8, UInt8, next: Int)
    /// The first way is preferred; forks are numbered from 0.
    case split(Int, Int, fork: Int)
    /// A place has to be here.
    case place(PatternNode.Place, next: Int)
    /// The position is kept: the start of group n in 2n, its end in 2n + 1.
    case save(Int, next: Int)
    /// The expression fits.
    case match
  }

  private(set) var instructions: [Instruction] = []
  private(set) var start = 0
  /// How many forks there are.
  private(set) var forks = 0

  /// The most instructions; a repetition of repetitions would not end before memory does.
  private static let largest = 100_000

  /// Compiles a tree.
  ///
  /// - Parameter tree: What the parser read.
  /// - Throws: `PatternProblem` where it is too large.
  init(_ tree: PatternNode) throws(PatternProblem) {
    // From the end to the start: each part is told where to go on.
    let end = try add(.match)
    let close = try add(.save(1, next: end))
    start = try add(.save(0, next: try compile(tree, next: close)))
  }

  /// Whether words' edges or the edges of lines matter, which only the walk by threads knows.
  var looksAround: Bool {
    instructions.contains {
      guard case .place(let place, _) = $0 else { return false }
      return place != .startOfText && place != .endOfText
    }
  }

  private mutating func add(_ instruction: Instruction) throws(PatternProblem) -> Int {
    guard instructions.count < Self.largest else {
      throw PatternProblem("expression too large", at: 0)
    }
    instructions.append(instruction)
    return instructions.count - 1
  }

  private mutating func addFork(_ first: Int, _ second: Int) throws(PatternProblem) -> Int {
    forks += 1
    return try add(.split(first, second, fork: forks - 1))
  }

  private mutating func compile(
    _ node: PatternNode,
    next: Int
  ) throws(PatternProblem) -> Int {
    switch node {
    case .empty: return next
    case .scalars(let set): return try compile(set, next: next)
    case .place(let place): return try add(.place(place, next: next))
    case .sequence(let parts):
      var next = next
      for part in parts.reversed() { next = try compile(part, next: next) }
      return next
    case .choice(let branches):
      var entry = try compile(branches[branches.count - 1], next: next)
      for branch in branches.dropLast().reversed() {
        entry = try addFork(try compile(branch, next: next), entry)
      }
      return entry
    case .repetition(let body, let least, let most, let isLazy):
      return try compile(body, (least, most), isLazy, next: next)
    case .group(let body, let number):
      let close = try add(.save(2 * number + 1, next: next))
      return try add(.save(2 * number, next: try compile(body, next: close)))
    }
  }

  private mutating func compile(
    _ body: PatternNode,
    _ count: (least: Int, most: Int?),
    _ isLazy: Bool,
    next: Int
  ) throws(PatternProblem) -> Int {
    var entry = next
    if let most = count.most {
      for _ in count.least..<max(most, count.least) {
        entry = try split(try compile(body, next: entry), next, isLazy)
      }
    } else {
      // The loop's head is needed before its body.
      let head = try addFork(0, 0)
      let fork = forks - 1
      let first = try compile(body, next: head)
      instructions[head] =
        isLazy ? .split(next, first, fork: fork) : .split(first, next, fork: fork)
      entry = head
    }
    for _ in 0..<count.least { entry = try compile(body, next: entry) }
    return entry
  }

  private mutating func split(
    _ first: Int,
    _ second: Int,
    _ isLazy: Bool
  ) throws(PatternProblem) -> Int {
    try isLazy ? addFork(second, first) : addFork(first, second)
  }

  private mutating func compile(_ set: ScalarSet, next: Int) throws(PatternProblem) -> Int {
    var entries: [Int] = []
    for range in set.ranges {
      for sequence in UTF8Sequence.sequences(of: range) {
        var entry = next
        for bytes in sequence.bytes.reversed() {
          entry = try add(.bytes(bytes.lowerBound, bytes.upperBound, next: entry))
        }
        entries.append(entry)
      }
    }
    // A byte that begins no scalar is one character, as Go reads it: any but what is listed.
    if set.ranges.contains(where: { $0.contains(0xFFFD) }) {
      entries.append(try add(.bytes(0x80, 0xC1, next: next)))
      entries.append(try add(.bytes(0xF5, 0xFF, next: next)))
    }
    guard var entry = entries.last else { return try add(.bytes(1, 0, next: next)) }
    for other in entries.dropLast().reversed() { entry = try addFork(other, entry) }
    return entry
  }
}
