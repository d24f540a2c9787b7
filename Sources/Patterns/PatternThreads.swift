/// Walks a program over a text with one thread for each way in which it may fit.
///
/// It takes at most as many steps as the text has bytes times the program has instructions, and of
/// all fits it finds the leftmost, of those the one that a backtracking engine would prefer. Short
/// texts are left to `PatternTrail`.
struct PatternThreads {
  private let program: PatternProgram
  private let slotCount: Int
  private var current: ThreadList
  private var next: ThreadList
  /// Captures of the thread being added.
  private var row: [Int]

  /// Threads that keep so many positions; where they keep none, they tell only whether
  /// something fits.
  init(_ program: PatternProgram, slots: Int) {
    self.program = program
    slotCount = slots
    current = ThreadList(instructions: program.instructions.count)
    next = current
    row = Array(repeating: -1, count: slots)
  }

  /// The positions of the whole and of each group, start and end in turn; -1 where a group took no
  /// part; `nil` where nothing fits.
  mutating func run(
    _ bytes: UnsafeBufferPointer<UInt8>,
    from start: Int,
    isAnchored: Bool
  ) -> [Int]? {
    var found: [Int]?
    current.clear()
    var position = start
    while true {
      if found == nil, !isAnchored || position == start {
        for slot in row.indices { row[slot] = -1 }
        current.add(program.start, &row, program, bytes, position)
      }
      if current.threads.isEmpty, found != nil || isAnchored { break }
      next.clear()
      for (thread, index) in current.threads.enumerated() {
        switch program.instructions[index] {
        case .bytes(let low, let high, let target):
          guard position < bytes.count, low <= bytes[position], bytes[position] <= high else {
            continue
          }
          restore(thread)
          next.add(target, &row, program, bytes, position + 1)
          continue
        case .match where !isAnchored || position == bytes.count:
          restore(thread)
          if slotCount == 0 { return row }
          found = row
        default:
          continue
        }
        // What comes after a fit is less preferred.
        break
      }
      swap(&current, &next)
      if position >= bytes.count { break }
      position += 1
    }
    return found
  }

  private mutating func restore(_ thread: Int) {
    for slot in 0..<slotCount { row[slot] = current.slots[thread * slotCount + slot] }
  }

  /// Threads in the order of preference.
  private struct ThreadList {
    /// The instructions that they wait at.
    var threads: [Int] = []
    /// The positions that each thread has kept, one row a thread.
    var slots: [Int] = []
    /// The generation in which an instruction was put on the list.
    private var marks: [Int]
    private var generation = 0
    private var open: [Job] = []

    /// A pending instruction, or the complement of a slot with its value.
    private struct Job {
      var instruction: Int
      var value = 0
    }

    init(instructions: Int) {
      marks = Array(repeating: -1, count: instructions)
    }

    mutating func clear() {
      threads.removeAll(keepingCapacity: true)
      slots.removeAll(keepingCapacity: true)
      generation += 1
    }

    /// Adds the threads that an instruction leads to without a byte.
    ///
    /// With a stack of its own: programs are deeper than a thread's stack allows.
    mutating func add(
      _ entry: Int,
      _ row: inout [Int],
      _ program: PatternProgram,
      _ bytes: UnsafeBufferPointer<UInt8>,
      _ position: Int
    ) {
      open.append(Job(instruction: entry))
      while let job = open.popLast() {
        let index = job.instruction
        guard index >= 0 else {
          row[~index] = job.value
          continue
        }
        guard marks[index] != generation else { continue }
        marks[index] = generation
        switch program.instructions[index] {
        case .split(let one, let other, _):
          open.append(Job(instruction: other))
          open.append(Job(instruction: one))
        case .save(let slot, let target):
          if slot < row.count {
            open.append(Job(instruction: ~slot, value: row[slot]))
            row[slot] = position
          }
          open.append(Job(instruction: target))
        case .place(let place, let target):
          if place.holds(in: bytes, at: position) { open.append(Job(instruction: target)) }
        case .bytes, .match:
          threads.append(index)
          slots += row
        }
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
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
    default: false
    }
  }
}
