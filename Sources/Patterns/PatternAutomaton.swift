/// A program with all its states worked out, so that one look at each byte decides.
///
/// It tells whether a text fits, not where. States are made up front, so that matching needs no
/// memory of its own; where there would be too many, there is no automaton.
struct PatternAutomaton: Sendable {
  /// The most states, of at most 256 bytes' classes each.
  private static let largest = 1000
  /// The most looks at instructions while states are made, some milliseconds.
  private static let patience = 1_000_000

  /// Which class a byte belongs to; bytes of one class are never told apart.
  private let classes: [UInt8]
  private let classCount: Int
  /// The next state, by state and class; 0 is the end of all hope, 1 fits whatever follows.
  private var table: [UInt16]
  /// Whether a state fits where the text ends.
  private var fitsAtEnd: [Bool]
  private let first: UInt16

  /// Works the states out; there is none where they are too many, or where words' or lines' edges
  /// matter.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - isAnchored: Whether the whole text has to fit, and not a part of it.
  init?(_ program: PatternProgram, isAnchored: Bool) {
    guard !program.looksAround else { return nil }
    let classes = Self.byteClasses(program)
    var maker = Maker(program: program, isAnchored: isAnchored)
    self.classes = classes.table
    classCount = classes.representatives.count
    table = Array(repeating: 0, count: classCount) + Array(repeating: 1, count: classCount)
    fitsAtEnd = [false, true]
    first = maker.number(of: maker.start)
    var state = 2
    while state < maker.states.count {
      guard maker.states.count <= Self.largest, maker.looks < Self.patience else { return nil }
      let threads = maker.states[state]
      fitsAtEnd.append(maker.fits(threads))
      for byte in classes.representatives {
        table.append(maker.number(of: maker.step(threads, byte)))
      }
      state += 1
    }
  }

  /// Whether the text fits.
  func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var state = Int(first)
    return table.withUnsafeBufferPointer { table in
      classes.withUnsafeBufferPointer { classes in
        for byte in bytes {
          state = Int(table[state * classCount + Int(classes[Int(byte)])])
          if state < 2 { return state == 1 }
        }
        return fitsAtEnd[state]
      }
    }
  }

  private static func byteClasses(
    _ program: PatternProgram
  ) -> (table: [UInt8], representatives: [UInt8]) {
    var isEdge = Array(repeating: false, count: 257)
    for case .bytes(let low, let high, _) in program.instructions where low <= high {
      isEdge[Int(low)] = true
      isEdge[Int(high) + 1] = true
    }
    var table: [UInt8] = []
    var representatives: [UInt8] = [0]
    for byte in 0..<256 {
      if byte > 0, isEdge[byte] { representatives.append(UInt8(byte)) }
      table.append(UInt8(representatives.count - 1))
    }
    return (table, representatives)
  }

  /// Numbers sets of threads as they are found.
  private struct Maker {
    let program: PatternProgram
    let isAnchored: Bool
    private(set) var states: [[Int]] = [[], []]
    private var numbers: [[Int]: UInt16] = [:]
    private(set) var looks = 0

    init(program: PatternProgram, isAnchored: Bool) {
      self.program = program
      self.isAnchored = isAnchored
    }

    lazy var start = closure(of: [program.start], isAtStart: true)

    mutating func number(of threads: [Int]) -> UInt16 {
      if !isAnchored, threads.contains(where: { program.instructions[$0] == .match }) { return 1 }
      if threads.isEmpty { return 0 }
      if let known = numbers[threads] { return known }
      let number = UInt16(states.count)
      numbers[threads] = number
      states.append(threads)
      return number
    }

    mutating func step(_ threads: [Int], _ byte: UInt8) -> [Int] {
      var next: [Int] = []
      for thread in threads {
        if case .bytes(let low, let high, let target) = program.instructions[thread],
          low <= byte, byte <= high
        {
          next.append(target)
        }
      }
      if !isAnchored { next.append(program.start) }
      return closure(of: next, isAtStart: false)
    }

    mutating func fits(_ threads: [Int]) -> Bool {
      closure(of: threads, isAtStart: false, isAtEnd: true)
        .contains { program.instructions[$0] == .match }
    }

    /// The instructions that wait for a byte, for the end, or fit; ascending.
    private mutating func closure(
      of entries: [Int],
      isAtStart: Bool,
      isAtEnd: Bool = false
    ) -> [Int] {
      var seen: Set<Int> = []
      var found: Set<Int> = []
      var open = entries
      while let index = open.popLast() {
        guard seen.insert(index).inserted else { continue }
        looks += 1
        switch program.instructions[index] {
        case .bytes, .match: found.insert(index)
        case .split(let one, let other, _): open += [one, other]
        case .save(_, let next): open.append(next)
        case .place(.startOfText, let next): if isAtStart { open.append(next) }
        case .place(.endOfText, let next):
          if isAtEnd { open.append(next) } else { found.insert(index) }
        case .place: break
        }
      }
      return found.sorted()
    }
  }
}
