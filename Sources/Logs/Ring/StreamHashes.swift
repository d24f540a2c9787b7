import Telemetry

/// The hashes of the label sets seen last, found by where their labels lie in memory.
///
/// Sources share one label set among all entries of a stream, so that it is hashed once.
struct StreamHashes: Sendable {
  private struct Known {
    // Keeps the memory from being taken for other labels.
    let stream: LabelSet
    let address: Int
    let hash: Int
  }

  private static let capacity = 64
  private var known: [Known?] = Array(repeating: nil, count: capacity)

  mutating func hash(of stream: LabelSet) -> Int {
    let address = stream.labels.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
    let slot = (address >> 5 ^ address >> 11) & (Self.capacity - 1)
    if let found = known[slot], found.address == address { return found.hash }
    let hash = LogKey.hash(of: stream)
    known[slot] = Known(stream: stream, address: address, hash: hash)
    return hash
  }
}

/// Cached hashes make no difference.
extension StreamHashes: Hashable {
  static func == (left: StreamHashes, right: StreamHashes) -> Bool { true }

  func hash(into hasher: inout Hasher) {}
}
