import Telemetry

/// Numbers label sets, so that series are compared by integers from then on.
///
/// Sets are told apart by their bytes: names and values are UTF-8, in which 0xFE and 0xFF do not
/// occur and so may separate them.
struct SignatureTable {
  /// How many different sets have been seen.
  private(set) var count = 0
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]
  private var hashes: [Int] = []
  private var slots: [Int32]
  private var scratch: [UInt8] = []

  /// Capacity is an estimate.
  init(capacity: Int) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    slots = [Int32](repeating: -1, count: size)
    hashes.reserveCapacity(capacity)
    ends.reserveCapacity(capacity + 1)
  }

  /// The number of the labels that a choice leaves, counted from 0 in the order of first sight.
  mutating func ordinal(of labels: SeriesLabels, _ choice: LabelChoice) -> Int {
    scratch.removeAll(keepingCapacity: true)
    switch choice {
    case .all: write(labels, except: [])
    case .except(let names): write(labels, except: names)
    case .only(let names):
      for name in names {
        if let value = labels[name] { append(value) }
        scratch.append(0xFF)
      }
    }
    return lookUp()
  }

  private mutating func write(_ labels: SeriesLabels, except names: [String]) {
    for label in labels.stored.labels {
      if labels.isNameDropped, SeriesLabels.isMetadata(label.name) { continue }
      if names.containsBytes(of: label.name) || label.value.isEmpty { continue }
      append(label.name)
      scratch.append(0xFE)
      append(label.value)
      scratch.append(0xFF)
    }
  }

  private mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { scratch.append(contentsOf: $0) }
  }

  private mutating func lookUp() -> Int {
    var hasher = Hasher()
    scratch.withUnsafeBytes { hasher.combine(bytes: $0) }
    let hash = hasher.finalize()
    var slot = hash & (slots.count - 1)
    while slots[slot] >= 0 {
      let found = Int(slots[slot])
      if hashes[found] == hash, isEqual(found) { return found }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(count)
    hashes.append(hash)
    bytes.append(contentsOf: scratch)
    ends.append(bytes.count)
    count += 1
    if count * 2 > slots.count { grow() }
    return count - 1
  }

  private func isEqual(_ ordinal: Int) -> Bool {
    bytes[ends[ordinal]..<ends[ordinal + 1]].elementsEqual(scratch)
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for ordinal in 0..<count {
      var slot = hashes[ordinal] & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(ordinal)
    }
  }
}
