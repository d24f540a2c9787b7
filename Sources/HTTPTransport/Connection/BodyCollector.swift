import NIOCore

/// Collects a body of unknown length.
///
/// An array that grows needs three times its bytes while it moves; pieces need them twice, at the
/// end, and a body that turns out too long needs them only once.
struct BodyCollector {
  private static let pieceSize = 256 << 10

  private var pieces: [[UInt8]] = []
  private var last: [UInt8] = []

  /// Bytes so far.
  private(set) var count = 0

  mutating func append(_ bytes: ByteBufferView) {
    if !last.isEmpty, last.count + bytes.count > Self.pieceSize {
      pieces.append(last)
      last = []
      last.reserveCapacity(max(Self.pieceSize, bytes.count))
    }
    last.append(contentsOf: bytes)
    count += bytes.count
  }

  /// The whole body, which is taken out.
  mutating func finish() -> [UInt8] {
    defer { self = BodyCollector() }
    guard !pieces.isEmpty else { return last }
    var body: [UInt8] = []
    body.reserveCapacity(count)
    for piece in pieces { body.append(contentsOf: piece) }
    body.append(contentsOf: last)
    return body
  }
}
