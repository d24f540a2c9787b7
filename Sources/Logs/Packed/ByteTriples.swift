/// Which triples of bytes occur in lines: a text with one that does not is in none of them.
///
/// Bytes count by their kind: each letter in either case is one, all digits are one, and so on.
struct ByteTriples: Hashable, Sendable {
  private static let kinds = 32
  private static let count = kinds * kinds * kinds
  private static let mask = count - 1

  private let bits: [UInt64]

  /// The triples that a collector has found.
  init(_ found: Collector) {
    bits = (0..<Self.count / 64).map { word in
      (0..<64).reduce(0) { $0 | UInt64(found.seen[word << 6 | $1]) << UInt64($1) }
    }
  }

  /// How many bytes of memory it takes.
  static let cost = count / 8

  /// Whether a text of bytes may be in a line.
  func mayHold(_ text: some Sequence<UInt8>) -> Bool {
    var triple = 0
    var length = 0
    for byte in text {
      triple = Self.next(triple, byte)
      length += 1
      if length >= 3, bits[triple >> 6] >> UInt64(triple & 63) & 1 == 0 { return false }
    }
    return true
  }

  @inline(__always)
  private static func next(_ triple: Int, _ byte: UInt8) -> Int {
    (triple << 5 | Int(kindOfByte[Int(byte)])) & mask
  }

  private static let kindOfByte: [UInt8] = (0...255).map { byte in
    switch UInt8(byte) {
    case let letter where (letter | 32) &- 97 < 26: (letter | 32) - 96
    case let digit where digit &- 48 < 10: 27
    case UInt8(ascii: "/"), UInt8(ascii: "\\"): 28
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): 29
    case UInt8(ascii: " "): 30
    case 0x80...: 31
    default: 0
    }
  }

  /// Notes the triples of one line after the other.
  struct Collector {
    // A byte for each, which is quicker to set than a bit.
    fileprivate var seen = [UInt8](repeating: 0, count: ByteTriples.count)

    /// Notes the triples of a line.
    mutating func add(_ line: LineBytes) {
      guard line.count >= 3 else { return }
      seen.withUnsafeMutableBufferPointer { seen in
        kindOfByte.withUnsafeBufferPointer { kinds in
          var triple = Int(kinds[Int(line[0])]) << 5 | Int(kinds[Int(line[1])])
          for place in 2..<line.count {
            triple = (triple << 5 | Int(kinds[Int(line[place])])) & ByteTriples.mask
            seen[triple] = 1
          }
        }
      }
    }
  }
}
