import Telemetry

/// Hashes that are the same for equal content throughout a run, unlike those of `Hasher`, which
/// takes its time to withstand collisions made on purpose; here one would only drop a line of the
/// person who made it.
enum LineHash {
  private static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The hash of a line's bytes.
  static func hash(_ line: [UInt8]) -> UInt64 {
    line.withUnsafeBytes { hash($0) }
  }

  /// The hash of a text.
  static func hash(_ text: String, from seed: UInt64) -> UInt64 {
    var text = text
    return text.withUTF8 { mix(seed, hash(UnsafeRawBufferPointer($0))) }
  }

  /// The hash of labels.
  static func hash(of labels: some Sequence<LabelSet.Label>, from seed: UInt64) -> UInt64 {
    labels.reduce(seed) { hash($1.value, from: hash($1.name, from: $0)) }
  }

  /// One hash of two.
  static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = (left ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: right ^ multiplier)
    return product.high ^ product.low
  }

  private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = UInt64(bytes.count) &* multiplier
    var offset = 0
    while offset + 8 <= bytes.count {
      hash = mix(hash, bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    var rest: UInt64 = 0
    while offset < bytes.count {
      rest = rest << 8 | UInt64(bytes[offset])
      offset += 1
    }
    return mix(hash, rest)
  }
}
