/// Tries the ways through a program one after the other, the preferred one first, and none twice
/// from the same place.
///
/// That needs a bit for each pair of a fork and a place, so that it is for short texts; for those it
/// is many times faster than walking all ways side by side, and finds the same.
struct PatternTrail {
  /// The most bits, 32 kB.
  private static let largest = 1 << 18

  private let program: PatternProgram
  private let start: Int
  private let width: Int
  /// The forks that were tried, by their number and place.
  private var tried: [UInt64]
  private var open: [Job] = []
  private var slots: [Int]

  /// Backtracking points.
  private struct Job {
    /// The instruction to go on with; below zero the complement of a slot that gets its value back.
    var instruction: Int32
    /// The position, or the value of the slot.
    var position: Int32
  }

  /// `nil` where the text is too long for it.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - length: Bytes of the text.
  ///   - start: Where to begin in it.
  ///   - slots: How many positions are kept.
  init?(_ program: PatternProgram, length: Int, from start: Int, slots: Int) {
    guard length >= start, length < Self.largest else { return nil }
    width = length - start + 1
    let bits = program.forks * width
    guard bits <= Self.largest else { return nil }
    self.program = program
    self.start = start
    tried = [UInt64](repeating: 0, count: bits / 64 + 1)
    self.slots = [Int](repeating: -1, count: slots)
  }

  /// The positions of the whole and of each group, start and end in turn; -1 where a group took no
  /// part; `nil` where nothing fits.
  mutating func run(_ bytes: UnsafeBufferPointer<UInt8>, isAnchored: Bool) -> [Int]? {
    program.instructions.withUnsafeBufferPointer { instructions in
      for origin in start...(isAnchored ? start : bytes.count) {
        open.append(Job(instruction: Int32(program.start), position: Int32(origin)))
        while let job = open.popLast() {
          if job.instruction < 0 {
            slots[Int(~job.instruction)] = Int(job.position)
          } else if follow(job, instructions, bytes, isAnchored) {
            return slots
          }
        }
      }
      return nil
    }
  }

  /// Goes one way to its end; whether the expression fits there.
  @inline(__always)
  private mutating func follow(
    _ job: Job,
    _ instructions: UnsafeBufferPointer<PatternProgram.Instruction>,
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ isAnchored: Bool
  ) -> Bool {
    var index = Int(job.instruction)
    var position = Int(job.position)
    while true {
      switch instructions[index] {
      case .bytes(let low, let high, let next):
        guard position < bytes.count, low <= bytes[position], bytes[position] <= high else {
          return false
        }
        position += 1
        index = next
      case .split(let one, let other, let fork):
        guard mark(fork * width + position - start) else { return false }
        open.append(Job(instruction: Int32(other), position: Int32(position)))
        index = one
      case .place(let place, let next):
        guard place.holds(in: bytes, at: position) else { return false }
        index = next
      case .save(let slot, let next):
        if slot < slots.count {
          open.append(Job(instruction: ~Int32(slot), position: Int32(slots[slot])))
          slots[slot] = position
        }
        index = next
      case .match:
        return !isAnchored || position == bytes.count
      }
    }
  }

  /// Whether a bit was not set yet.
  @inline(__always)
  private mutating func mark(_ place: Int) -> Bool {
    let bit: UInt64 = 1 &<< UInt64(place & 63)
    guard tried[place &>> 6] & bit == 0 else { return false }
    tried[place &>> 6] |= bit
    return true
  }
}
