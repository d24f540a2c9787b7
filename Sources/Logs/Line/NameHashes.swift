/// A few names found by a hash of their bytes, so that reading a line makes no text of its keys.
///
/// Hashes of 64 bits stand for the names: that two names of a line and of the table fall together
/// by chance does not happen, and by intent gains nothing but a wrong level.
struct NameHashes: Hashable, Sendable {
  private var hashes: [UInt64]
  private var values: [UInt16]

  /// Makes a table; of a repeated name the first one counts.
  init(_ names: [(name: String, value: UInt16)]) {
    var capacity = 16
    while capacity < names.count * 4 { capacity *= 2 }
    hashes = Array(repeating: 0, count: capacity)
    values = Array(repeating: 0, count: capacity)
    for (name, value) in names {
      let hash = Self.folded(name)
      var slot = Self.slot(hash, capacity)
      while hashes[slot] != 0, hashes[slot] != hash { slot = (slot + 1) & (capacity - 1) }
      guard hashes[slot] == 0 else { continue }
      hashes[slot] = hash
      values[slot] = value
    }
  }

  /// The value of a name by its folded hash; `nil` for other names.
  subscript(hash: UInt64) -> UInt16? {
    let capacity = hashes.count
    var slot = Self.slot(hash, capacity)
    while hashes[slot] != 0 {
      if hashes[slot] == hash { return values[slot] }
      slot = (slot + 1) & (capacity - 1)
    }
    return nil
  }

  private static func slot(_ hash: UInt64, _ capacity: Int) -> Int {
    Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 32) & (capacity - 1)
  }

  /// The hash of no bytes; FNV-1a, as are the steps.
  static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

  @inline(__always)
  static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  /// Goes on with bytes of which letters in lower case, digits and `@` count.
  ///
  /// Turning and adding takes a third of the time of multiplying, which is done once, where the hash
  /// is looked up.
  @inline(__always)
  static func folded(_ line: LineBytes, _ range: Range<Int>, from seed: UInt64 = seed) -> UInt64 {
    var hash = seed
    for index in range {
      // In lower case; `@` stands right before the letters.
      let byte = line[index] | 0x20
      let counts = byte &- 0x60 < 27 || byte &- 0x30 < 10 || byte >= 128
      let next = (hash << 7 | hash >> 57) ^ UInt64(byte)
      if counts { hash = next }
    }
    return hash
  }

  /// The same from a seed and from the start, in one pass.
  @inline(__always)
  static func foldedTwice(
    _ line: LineBytes,
    _ range: Range<Int>,
    from seed: UInt64
  ) -> (UInt64, UInt64) {
    var (hash, other) = (seed, Self.seed)
    for index in range {
      let byte = line[index] | 0x20
      let counts = byte &- 0x60 < 27 || byte &- 0x30 < 10 || byte >= 128
      guard counts else { continue }
      hash = (hash << 7 | hash >> 57) ^ UInt64(byte)
      other = (other << 7 | other >> 57) ^ UInt64(byte)
    }
    return (hash, other)
  }

  /// The same of a name.
  static func folded(_ name: String) -> UInt64 {
    var name = name
    return name.withUTF8 { folded($0, 0..<$0.count) }
  }

  /// Goes on with bytes of which what is no letter and no digit counts as `_`, as Loki writes the
  /// names of fields.
  @inline(__always)
  static func exact(_ line: LineBytes, _ range: Range<Int>, from seed: UInt64 = seed) -> UInt64 {
    var hash = seed
    for index in range {
      let byte = line[index]
      let isLetter = (byte | 32) &- 97 < 26
      hash = step(hash, isLetter || byte &- 48 < 10 ? byte : 95)
    }
    return hash
  }

  /// The same of a name.
  static func exact(_ name: String) -> UInt64 {
    Array(name.utf8).withUnsafeBufferPointer { exact($0, 0..<$0.count) }
  }
}
