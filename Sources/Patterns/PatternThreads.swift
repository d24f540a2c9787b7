/// Walks a program over a text with one thread for each way in which it may fit.
///
/// It takes at most as many steps as the text has bytes times the program has instructions, and of
/// all fits it finds the leftmost, of those the one that a backtracking engine would prefer.
struct PatternThreads {
  private let program: PatternProgram
  private let slotCount: Int
  private var current = ThreadList()
  private var next = ThreadList()

  /// Threads in the order of preference.
  private struct ThreadList {
    var instructions: [Int] = []
    /// The positions that each thread has kept, one row a thread.
    var slots: [Int] = []
    /// The generation in which an instruction was put on the list.
    var marks: [Int] = []
    var generation = 0

    mutating func clear() {
      instructions.removeAll(keepingCapacity: true)
      slots.removeAll(keepingCapacity: true)
      generation += 1
    }
  }

  /// Makes threads that keep the positions of the whole and of so many groups; without a count
  /// they keep none, and tell only whether something fits.
  init(_ program: PatternProgram, groups: Int? = nil) {
    self.program = program
    slotCount = groups.map { 2 * ($0 + 1) } ?? 0
    current.marks = Array(repeating: -1, count: program.instructions.count)
    next.marks = current.marks
  }

  /// The positions of the whole and of each group, start and end in turn; -1 where a group took no
  /// part; `nil` where nothing fits.
  mutating func run(
    _ bytes: UnsafeBufferPointer<UInt8>,
    from start: Int,
    isAnchored: Bool
  ) -> [Int]? {
    var found: [Int]?
    let blank = Array(repeating: -1, count: slotCount)
    current.clear()
    var position = start
    while true {
      if found == nil, !isAnchored || position == start {
        add(program.start, blank, bytes, position, to: \.current)
      }
      if current.instructions.isEmpty, found != nil || isAnchored { break }
      next.clear()
      for index in current.instructions.indices {
        let row = Array(current.slots[index * slotCount..<(index + 1) * slotCount])
        switch program.instructions[current.instructions[index]] {
        case .bytes(let low, let high, let target):
          guard position < bytes.count, low <= bytes[position], bytes[position] <= high else {
            continue
          }
          add(target, row, bytes, position + 1, to: \.next)
        case .match where !isAnchored || position == bytes.count:
          if slotCount == 0 { return row }
          found = row
        default:
          continue
        }
        // What comes after a fit is less preferred.
        if case .match = program.instructions[current.instructions[index]], found != nil { break }
      }
      swap(&current, &next)
      if position >= bytes.count { break }
      position += 1
    }
    return found
  }

  private mutating func add(
    _ entry: Int,
    _ slots: [Int],
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ position: Int,
    to list: WritableKeyPath<PatternThreads, ThreadList>
  ) {
    // With a stack of its own: programs are deeper than a thread's stack allows.
    var open: [(Int, [Int])] = [(entry, slots)]
    while let (index, row) = open.popLast() {
      guard self[keyPath: list].marks[index] != self[keyPath: list].generation else { continue }
      self[keyPath: list].marks[index] = self[keyPath: list].generation
      switch program.instructions[index] {
      case .split(let one, let other):
        open.append((other, row))
        open.append((one, row))
      case .save(let slot, let target):
        var kept = row
        if slot < kept.count { kept[slot] = position }
        open.append((target, kept))
      case .place(let place, let target):
        if place.holds(in: bytes, at: position) { open.append((target, row)) }
      case .bytes, .match:
        self[keyPath: list].instructions.append(index)
        self[keyPath: list].slots += row
      }
    }
  }
}

extension PatternNode.Place {
  /// Whether the place is here.
  func holds(in bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Bool {
    switch self {
    case .startOfText: position == 0
    case .endOfText: position == bytes.count
    case .startOfLine: position == 0 || bytes[position - 1] == 0x0A
    case .endOfLine: position == bytes.count || bytes[position] == 0x0A
    case .wordBoundary: Self.isEdge(bytes, position)
    case .noWordBoundary: !Self.isEdge(bytes, position)
    }
  }

  private static func isEdge(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
    let before = position > 0 && isWord(bytes[position - 1])
    return before != (position < bytes.count && isWord(bytes[position]))
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    ScalarSet.word.ranges.contains { $0.contains(UInt32(byte)) }
  }
}
