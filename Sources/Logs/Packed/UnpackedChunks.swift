import Synchronization

/// The chunks that were unpacked last, so that what is on the screen is not unpacked for each line.
final class UnpackedChunks: Sendable {
  private struct Known {
    let chunk: PackedChunk
    let items: [LogItem]
  }

  /// How many are kept.
  private static let capacity = 4
  /// Larger ones are not kept.
  private static let largest = 1 << 20

  private let known = Mutex<[Known]>([])

  /// The items of a chunk.
  func items(of chunk: PackedChunk) -> [LogItem] {
    let found = known.withLock { known -> [LogItem]? in
      guard let place = known.firstIndex(where: { $0.chunk === chunk }) else { return nil }
      if place > 0 { known.insert(known.remove(at: place), at: 0) }
      return known[0].items
    }
    if let found { return found }
    let items = chunk.items()
    guard chunk.rawCount <= Self.largest else { return items }
    known.withLock { known in
      if known.count >= Self.capacity { known.removeLast() }
      known.insert(Known(chunk: chunk, items: items), at: 0)
    }
    return items
  }
}

/// What is known makes no difference.
extension UnpackedChunks: Hashable {
  static func == (left: UnpackedChunks, right: UnpackedChunks) -> Bool { true }

  func hash(into hasher: inout Hasher) {}
}
